"""The pages: one file for each kind, the record and what is on it."""
