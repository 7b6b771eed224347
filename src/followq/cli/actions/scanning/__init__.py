"""Scanning mailboxes: read into the memory, proposed, accepted, and kept in step with the threads."""
