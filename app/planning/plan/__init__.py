"""The operational plan: put together from what the unit has established, ordered and trimmed by its writers."""
