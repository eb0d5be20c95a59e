"""Benchmarks, run as `python -m benchmarks COMMAND`. They only measure; no test depends on a timing."""
