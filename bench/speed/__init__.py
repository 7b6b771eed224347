"""How fast followq is at any size, beside its peers and beside what Python costs anyway: `python -m bench.speed`."""
