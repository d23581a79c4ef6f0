"""What hangs on a goal: activities, indicators, and what is said of how it goes."""
