"""People's corrections of an archive: the records, their file, and their application to the passages of a document."""
