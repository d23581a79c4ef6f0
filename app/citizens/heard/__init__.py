"""What was heard from residents and users, source by source, and what is done about it."""
