"""What is said to people: messages from templates, in the language chosen for each person. Sends nothing."""
