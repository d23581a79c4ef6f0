"""What indicators measure: a value, words, or both, for a unit and a period."""
