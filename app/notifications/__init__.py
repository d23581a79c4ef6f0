"""Reaching people: what is new for them in the product, the outbox, mail, and what is due by itself."""
