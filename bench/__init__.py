"""Benchmarks: ratios against a floor measured in the same run, never run as tests."""
