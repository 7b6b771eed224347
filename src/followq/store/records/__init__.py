"""Records in and out of the file: questions, the one writer, the log."""
