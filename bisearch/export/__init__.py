"""Documents and results in the forms that programs read: JSON records, TMX, TSV."""
