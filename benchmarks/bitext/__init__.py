"""Benchmarks of sentence alignment, word links, names across scripts and sentence splitting."""
