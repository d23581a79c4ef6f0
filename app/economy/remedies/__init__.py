"""What is done about a deficit, and how it goes."""
