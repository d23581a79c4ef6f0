"""Begins the writing of what was ordered, from a request."""

from flask import Flask, current_app

from app.exports.orders.worker import desk


def wake() -> None:
    """See that what is ordered is written soon; call it when the order is committed.

    Where `DOCUMENTS_BESIDE` is off, `samsyn jobs run` alone writes.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    if app.config["DOCUMENTS_BESIDE"]:
        desk.wake(app)
