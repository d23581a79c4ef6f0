"""Reads of dialogues, parted by topic; each is restricted to what the acting person takes part in now.

Statements are made once, with named gaps: to make one anew for every request takes longer than to run it. What they ask about
the acting person is filled in by `whose.standing`.
"""
