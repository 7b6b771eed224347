"""Weights."""

LEARNED = """
(all) 0
"""
