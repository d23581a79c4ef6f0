"""What the analysis pointed at: put in order together, chosen as goals, or put aside with a reason that is kept."""
