"""Reads for pages and papers: frozen dataclasses, never rows."""
