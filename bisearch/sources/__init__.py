"""Reading files as documents, with one reader for each file format. Start with `reading`."""
