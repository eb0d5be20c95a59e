"""The default engine, over Whoosh."""
