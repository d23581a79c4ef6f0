"""Dialogues on paper: sheets to write on, the established record, the history of a line of meetings."""
