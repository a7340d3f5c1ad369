"""Hypothesis for the tests of rules: the same examples in every run, and nothing kept on disk."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("rules", database=None, deadline=None, derandomize=True, max_examples=100)
settings.load_profile("rules")
