"""The audit: how many of its questions are worth asking, and how many planted mistakes it finds."""
