"""Search over everything a person may read: an index of words kept where people write, rights asked anew at every search.

Features say which of their texts are found, by whom, and how a hit is shown (`registry`); nothing here knows of dialogues.
"""
