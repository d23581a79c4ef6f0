"""Figures as spreadsheets: read in after a dry run, taken away."""
