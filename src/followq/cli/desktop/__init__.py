"""What is opened outside the terminal: mails, pages, the clipboard."""
