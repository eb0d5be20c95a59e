"""Benchmarks: `python -m benchmarks COMMAND`. Programs that measure; they are no tests, and no timing decides one."""
