"""Reading the text of word processors, books, web pages and scans, one module a form. Start with `forms`."""
