"""Relevance: how well bisearch ranks two-sided and one-sided passages, next to the tools people use today.

`collections` reads test collections, `indexes` builds and searches indexes through the library, `conditions` defines
which passages exist in which language, `baselines` holds the other tools, `measures` scores runs, `report` prints them.
"""
