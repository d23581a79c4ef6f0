"""Judging on a scale of the model: what the figures propose, what a person judges and why; both are kept. Goals share it."""
