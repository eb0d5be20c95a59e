"""Benchmarks of start-up, indexing and search speed, next to bare engines."""
