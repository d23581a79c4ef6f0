"""Citizen dialogues, noted with the principles of the model."""
