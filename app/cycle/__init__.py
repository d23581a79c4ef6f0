"""The annual cycle: what comes back each year, when it is in a certain year, who does it, and what has been done where."""
