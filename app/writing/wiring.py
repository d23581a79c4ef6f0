"""Gathers the route modules of units' texts."""

from flask import Blueprint

from app.writing import paper_routes, refused, routes
from app.writing.blueprint import writing

ROUTE_MODULES = (routes, paper_routes, refused)
"""Imported so that their views are on the blueprint before it is registered."""


def writing_blueprint() -> Blueprint:
    """Give the blueprint of units' texts."""
    return writing
