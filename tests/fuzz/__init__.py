"""Fuzzing of what people and files bring in: `python -m tests.fuzz dates lines imports settings --minutes 10`."""
