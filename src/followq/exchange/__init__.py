"""The outside world's formats, to and from the model: no store, no terminal."""
