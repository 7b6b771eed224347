"""Copies of the queue: made, listed, kept, put in place."""
