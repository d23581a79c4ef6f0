"""Gathers the rooms of quality, and ties them to what lies below."""

from app.quality.factors import models as factors
from app.quality.indicators import models as indicators
from app.quality.measuring import models as measuring

TABLES = (factors, indicators, measuring)
"""Imported so that the database knows them."""
