"""Measures search on any test collection: documents, topics and relevance judgements.

`documents`, `topics`, `judgements` and `runs` read and write the files, in the formats of TREC, BEIR and bisearch.
`ranking` asks an index the topics, `conditions` draws which documents exist in which language, `experiment` does a
whole run and records its signature, `measures` scores runs by ir-measures, and `comparison` tests differences for
significance.
"""
