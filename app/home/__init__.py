"""The start page: what is next for me, in order of time, at most a screenful."""
