"""Disposing of established records by law: one proposes with reason and ground, another confirms, a protocol is kept.

What records there are the features above say (`kinds`); how long each kind is kept stands in the profile (`retention`).
"""
