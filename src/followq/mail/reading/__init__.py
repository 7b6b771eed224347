"""A message's bytes taken apart: head, addresses, parts, and its text without quotes. `parsing` puts it together."""
