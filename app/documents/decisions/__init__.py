"""Decisions: what was decided, by whom, when, about what, and whether the best interests of the child were tested.

Features above record theirs through `services.record_decision`, with the form part in `forms.ChildRightsFields`.
"""
