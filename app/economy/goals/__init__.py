"""Financial goals with their decision, followed up in words."""
