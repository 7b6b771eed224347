"""What several commands do to a queue."""
