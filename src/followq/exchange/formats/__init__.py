"""One module for each format, loaded when it is needed; `registry.py` has the rows."""
