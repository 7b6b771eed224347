"""A year at a desk, simulated: followq's own `rank()` beside the orders that others use."""
