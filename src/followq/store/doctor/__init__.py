"""Checks of a queue, repairs, and recovery of what is readable."""
