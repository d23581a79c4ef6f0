"""A small application with nothing in it but the look."""

from collections.abc import Iterator

import pytest
from flask import Flask, abort, request
from flask_babel import Babel
from sqlalchemy.exc import OperationalError

from app.ui import assets, install


@pytest.fixture(name="look")
def _look() -> Iterator[Flask]:
    app = Flask("page", static_folder=None)
    app.config.update(SECRET_KEY="only in tests", BABEL_DEFAULT_LOCALE="sv", SESSION_COOKIE_SECURE=True)
    Babel(app, locale_selector=lambda: "sv")
    install.install(app)
    app.jinja_env.globals["csrf_token"] = lambda: "key"
    app.context_processor(lambda: {"language": "sv", "doors": [], "actor": None, "languages": {}})

    @app.route("/fel/<int:code>", methods=["GET", "POST"])
    def wrong(code: int) -> str:
        abort(code)

    @app.get("/krasch")
    def crash() -> str:
        raise RuntimeError("hemligt i ett undantag")

    @app.get("/databas")
    def database() -> str:
        raise OperationalError("SELECT hemligt", {}, Exception("gone"))

    @app.post("/form")
    def form() -> str:
        return request.form["text"]

    with app.app_context():
        yield app


@pytest.fixture(autouse=True)
def _built_assets() -> None:
    assert (assets.FOLDER / "manifest.json").is_file(), "run scripts/setup.sh: no browser files are in place"
