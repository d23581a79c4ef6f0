"""Economic frames for the years of a plan, with what is carried over."""
