"""The blueprint that the pages of Kolada hang on."""

from flask import Blueprint

kolada_pages = Blueprint("kolada", __name__, url_prefix="/kvalitet/indikator", template_folder="../templates")
