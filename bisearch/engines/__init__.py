"""Engines store postings and search them.

`nodes` are the queries an engine answers, `port` is the interface of an engine, `registry` lists the engines, and
`bm25` and `proximity` are shared by them. Each engine has a folder; adding one means a folder and a row in `registry`.
"""
