"""When to ask again, and whom to keep informed."""
