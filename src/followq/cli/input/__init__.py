"""From words on the command line to people, follow-ups, dates and texts."""
