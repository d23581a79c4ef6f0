"""Personal goals that an employee and the manager agree on in their talk: written and read by the two alone (ADR 46)."""
