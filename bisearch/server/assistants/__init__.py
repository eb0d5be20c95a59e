"""The library's calls for assistants, by the Model Context Protocol."""
