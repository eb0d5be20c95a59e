"""The index on disk.

`index_folder` switches generations atomically, with `manifest`, `locks` and `checksums`. `documents` (written by
`document_writer`), `translations` and `vocabulary` are the tables of a generation; postings belong to an engine.
"""
