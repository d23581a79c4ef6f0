"""The blueprints of documents and of decisions, and what an id in an address may be."""

from flask import Blueprint

documents = Blueprint("documents", __name__, url_prefix="/styrdokument", template_folder="templates")
decisions = Blueprint("decisions", __name__, url_prefix="/styrdokument", template_folder="templates")

ID = "int(max=2147483647)"
"""Ids in addresses: larger ones than a database holds are simply not found."""
