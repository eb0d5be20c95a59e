"""Benchmarks of alignment, word links, names and sentence splitting."""
