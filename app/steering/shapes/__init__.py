"""The tables a profile may hold, by topic; `schema.py` puts them together."""
