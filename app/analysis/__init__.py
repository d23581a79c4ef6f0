"""What a unit writes to know where it stands: its core mission, its analyses. The page of a unit gathers them, and lets
features above put their own parts there.
"""
