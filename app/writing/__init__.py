"""What a unit writes about itself: core mission, analyses, plans. One text of several parts, written by several people at once,
shared for a dialogue, established by the manager, in versions that can be laid beside one another.

The engine knows states, rights, saving, comparing and paper. What kinds of text there are, and what their parts are
called, features above tell it (`kinds`).
"""
