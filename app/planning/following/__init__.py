"""Goals noticed by indicators of quality: chosen on the goal, measured where they are, read in both."""
