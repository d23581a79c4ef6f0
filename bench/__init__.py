"""Measuring against the targets, and the long versions of what the tests try for a short while.

Run with `python -m bench`; nothing here is imported by the product.
"""
