"""The pages: each module turns one library call into the values of a template."""
