"""What the kommunchef oversees: built from what two in a dialogue released, with gaps shown as gaps; editions of it."""
