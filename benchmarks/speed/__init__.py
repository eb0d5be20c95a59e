"""Benchmarks of indexing and search speed, beside peers."""
