"""Reading files as documents, one reader for each form of file. Start with `reading`."""
