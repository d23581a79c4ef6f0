"""Reads of assignments, parted by topic; each is restricted to what the one who asks may read."""
