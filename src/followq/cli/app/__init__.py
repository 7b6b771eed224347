"""The application itself: its commands and options, dispatch, help."""
