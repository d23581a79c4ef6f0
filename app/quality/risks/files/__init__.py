"""Risks as rows: read in from a file, worked out before anything is written, and taken out in the same columns."""
