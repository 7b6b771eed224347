"""Reminders: what they say, how they are shown, and how the system is told to send them."""
