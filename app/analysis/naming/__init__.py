"""Choosing the governing documents that matter most to a unit, from the register, into its core mission (Tranemo 3.1)."""
