"""Quoting what units below have established, with its source; a quote is taken word for word, never written."""
