"""The user's dealings with each person, and what that person may see."""
