"""The organisation: units and how they hang together over time, people, and the appointments rights follow from."""
