"""Optional bridges to other extensions, one file each."""
