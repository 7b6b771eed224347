"""Tables of weights that `python -m bench.mail --train` learned from open data: no sentence, no name, no download."""
