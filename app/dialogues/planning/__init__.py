"""When to meet: Swedish days off, the meetings people already have, and times proposed for a year of a series."""
