"""Whether the process lives and whether it can serve, for those who run it."""

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from app.access.guard import public
from app.migrating import WHY_NOT, database_state

health = Blueprint("health", __name__)


@health.get("/healthz")
@public
def healthz() -> Response:
    """Tell that the process answers."""
    return jsonify(status="ok")


@health.get("/readyz")
@public
def readyz() -> tuple[Response, int]:
    """Tell whether the database answers and is at head; 503 and why otherwise."""
    try:
        state = database_state()
    except SQLAlchemyError:
        return jsonify(status="unavailable", reason="the database does not answer"), 503
    if state != "current":
        return jsonify(status="unavailable", reason=WHY_NOT[state]), 503
    return jsonify(status="ready"), 200
