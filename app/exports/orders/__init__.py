"""Long documents: ordered on a page, written beside it, kept for an hour for the one who asked."""
