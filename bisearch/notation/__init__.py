"""Reading dates, shelfmarks, numbers and scripts as either language writes them."""
