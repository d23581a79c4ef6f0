"""Part-goals on the way to a goal, where the model breaks goals down: each with its own day, and words on how it stands."""
