"""The demonstration city: invented people, organizations and eight weeks of their work."""
