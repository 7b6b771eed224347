"""Mailboxes: messages read, and the places that they are read from."""
