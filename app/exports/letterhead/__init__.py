"""The municipality's own letterhead: its name and arms, kept by administrators."""
