"""The command line: parse, call, render. The only room that knows Typer, the clock and the environment."""
