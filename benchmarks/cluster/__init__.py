"""How a cluster's searches and commits survive when nodes die, stop or have no room; its speed beside other engines."""
