"""The register of risks: what can happen, how it is judged and why, what was decided about it and what has changed since."""
