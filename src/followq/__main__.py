"""`python -m followq`."""

from followq.cli.main import main

main()
