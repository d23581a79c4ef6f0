"""What the model names on goals and activities: perspectives, strategic conditions, protective factors."""
