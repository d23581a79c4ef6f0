"""The burden meter: what the product asks of each kind of unit in a year, what was used, and what could be asked no more."""
