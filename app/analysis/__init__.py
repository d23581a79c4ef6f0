"""Core mission and current-state analysis. Comes after the dialogues; no door leads here yet."""
