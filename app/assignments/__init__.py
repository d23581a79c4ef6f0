"""Assignments: given by one, taken by another. The giver owns what and when, the taker how and who."""
