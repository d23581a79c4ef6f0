"""What a unit wants to develop: candidates that are prioritised, the goals they become, activities and indicators.

Goals belong to one unit and are written there and nowhere else. Their kinds, names and rules come from the profile's goal
chain; links upward are as the profile says, optional or required, and nothing is ever pushed down.
"""
