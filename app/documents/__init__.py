"""Governing documents and decisions: what steers the municipality, who decided it, when it is looked over again, and
whether the best interests of the child were tested where something was decided.
"""
