"""Sentences for what people are told, in the language of the one who reads; the page and the mail say the same."""
