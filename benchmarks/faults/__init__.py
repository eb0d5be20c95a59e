"""Reliability, counted: faults of every kind done to bisearch on purpose, and what was lost by them.

Each module does one kind of fault; tests/ runs each with small counts. A fault is survived where what was promised
holds: the committed state or the new one, whole, and errors that say what to do.
"""
