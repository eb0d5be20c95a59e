"""Fault injection: faults of every kind are provoked in bisearch, and what is lost is counted.

Each module injects one kind of fault; the tests run each with small counts. A fault is survived if bisearch keeps its
promise: the index is in the committed state or the new one, complete, and errors say what to do.
"""
