"""Taking what was heard from residents and users into an analysis: word for word, with its source."""
