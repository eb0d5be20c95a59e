"""The index on disk: generations that are switched atomically, and the store of documents, passages and forms."""
