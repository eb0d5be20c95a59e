"""The library's calls for programs, as JSON."""
