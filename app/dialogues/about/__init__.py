"""What a dialogue is about: subjects marked on its themes and on what is raised, and what is to be taken up in it."""
