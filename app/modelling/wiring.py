"""The blueprint with all its pages."""

from app.modelling import editing, routes, using
from app.modelling.blueprint import modelling

__all__ = ["editing", "modelling", "routes", "using"]
