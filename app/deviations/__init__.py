"""Deviations reported at once, outside the routine: from any manager to the next level, which keeps them or passes them on."""
