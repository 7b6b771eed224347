"""The laws of the queue, driven by a state machine through the real command line: see `machine.py`."""
