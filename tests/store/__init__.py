"""The queue's file."""
