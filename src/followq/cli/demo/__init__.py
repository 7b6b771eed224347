"""The made-up queue of `followq demo`."""
