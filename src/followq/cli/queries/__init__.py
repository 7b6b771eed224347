"""What several commands ask of a queue."""
