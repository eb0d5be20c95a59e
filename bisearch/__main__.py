"""`python -m bisearch` is the command line."""

from bisearch.cli import main

main()
