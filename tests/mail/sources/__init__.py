"""The places that mail is read from."""
