"""Critical quality factors, indicators, risks and internal control. Comes after the dialogues; no door leads here yet."""
