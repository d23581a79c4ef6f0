"""Measurements by spreadsheet: a template with the rows already in it, and reading it in after a dry run."""
