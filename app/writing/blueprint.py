"""The blueprint that all pages of units' texts hang on."""

from flask import Blueprint

writing = Blueprint("writing", __name__, url_prefix="/analys/text", template_folder="templates")
