"""Citations of documents and passages: Chicago and GOST as text; BibTeX, RIS and CSL-JSON as data.

The text styles are written here, because the Citation Style Language has no place for the unpublished original of a
translation. Nothing is corrected: the title, the names and the shelfmark stay as the source has them, and what is
unknown is left out.
"""
