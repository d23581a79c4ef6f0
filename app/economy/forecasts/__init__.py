"""A forecast from draft to submitted, and the page of it."""
