"""What the papers cost, beside other ways of making them: ``python -m benchmarks.papers``."""
