"""Documents: one neutral tree, written as a print view, a tagged PDF or a Word file."""
