"""Preparing blind: each writes an own picture per theme; the other sees that it is shared, not what it says."""
