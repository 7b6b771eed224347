"""Mailboxes read, never changed: messages, threads, and what in them waits for whom. No store, no terminal."""
