"""Establishing: one version both stand behind, own opinions, addenda, and what goes up from it."""
