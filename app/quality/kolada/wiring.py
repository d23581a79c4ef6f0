"""Ties the pages of Kolada to their blueprint."""

from flask import Blueprint

from app.quality.kolada import routes
from app.quality.kolada.blueprint import kolada_pages
from app.quality.kolada.comparing import comparing
from app.quality.measuring.beside import beside

ROUTES = routes
"""Imported so that the views are on the blueprint before it is registered."""


def kolada_blueprint() -> Blueprint:
    """Give the blueprint with its views, and let charts draw what indicators are compared with."""
    beside.register("kolada", comparing)
    return kolada_pages
