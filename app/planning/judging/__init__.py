"""Goals judged on a scale where the model has one: what the figures propose, what a person judges and why; both are kept."""
