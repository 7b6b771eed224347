"""One file for each command: read, decide, write, and return the page to show."""
