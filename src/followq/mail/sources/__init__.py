"""Where mail is read from, one module for each kind: files, folders, IMAP. Nothing there is ever changed."""
