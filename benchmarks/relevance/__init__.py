"""Relevance: how well bisearch ranks, with both sides and with one, beside the tools people use today.

`collections` reads test collections, `indexes` builds what is searched through the library itself, `conditions` says
what exists in which language, `baselines` are the other tools, `measures` scores runs, `report` lays them out.
"""
