"""The blueprint that every page of the organisation hangs on."""

from flask import Blueprint

organisation = Blueprint("organisation", __name__, url_prefix="/organisation", template_folder="templates")

ID = "int(max=2147483647)"
"""Ids in addresses: larger ones than a database holds are simply not found."""
