"""Indicators under a quality factor, in words or figures, with targets and pairs of result and resource."""
