"""Vertical dialogue: two managers prepare blind, meet, judge whether they see the same, and establish one version.

A series belongs to two posts and survives a change of person. Each dialogue walks planned → preparing → held → being
established → established. What goes up is only what both release.
"""
