"""A simulated year at a desk: the product's own order beside the orders that others use.

`python -m bench.ranking [SCENARIO.json ...] [--json]`; see README.md beside this file.
"""
