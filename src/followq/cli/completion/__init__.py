"""Completion by the shell: what a Tab offers, and the scripts that ask for it. Never loads Typer."""
