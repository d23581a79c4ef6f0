"""What is promised to residents and users, what is heard from them, and the dialogues held with them."""
