"""How dates, shelfmarks and scripts are written, in either language."""
