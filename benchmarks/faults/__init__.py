"""Fault injection: provokes faults of every kind in bisearch, and counts losses of data.

Each module injects one kind of fault; the tests run each with small counts. A fault is survived if bisearch keeps its
promise: the index is in the committed state or the new one, complete, and errors say what to do.
"""
