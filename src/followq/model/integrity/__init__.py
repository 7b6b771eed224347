"""What a sound queue is, and how one is rebuilt, cut down or described without its file."""
