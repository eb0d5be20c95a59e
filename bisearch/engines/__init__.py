"""Where postings are kept.

`nodes` is what an engine is asked, `port` what an engine is, `registry` which engines there are.
"""
