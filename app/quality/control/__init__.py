"""Internal control: a board's plan for a year, its controls and what they showed, the yearly report, the evaluation of all."""
