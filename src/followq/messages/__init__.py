"""What is said to people: messages from templates, in the language set for their readers. Sends nothing."""
