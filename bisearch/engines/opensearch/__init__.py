"""The optional engine for more than one machine, over an OpenSearch cluster."""
