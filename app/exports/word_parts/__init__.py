"""What a Word file is made of: styles, heads, tables, and what the library has no way to."""
