"""The archive: issued documents and their register, the four classes, media coverage, packages."""
