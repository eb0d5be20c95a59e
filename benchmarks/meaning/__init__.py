"""What sentence vectors add to search, and what they cost."""
