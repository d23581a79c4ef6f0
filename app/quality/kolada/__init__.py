"""Figures from Kolada, the open database of Swedish municipalities: finding a measure, linking it, fetching its values."""
