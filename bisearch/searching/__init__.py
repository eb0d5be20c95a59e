"""From a query to hits: what it means in this index, which passages match, in what order, marked where."""
