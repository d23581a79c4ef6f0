"""Every answer tells the browser what it may do, and assets are fetched once."""

import gzip

from flask import Flask

from app.ui.assets import asset
from app.ui.headers import POLICY


def test_pages_may_load_nothing_that_is_not_named(look: Flask) -> None:
    headers = look.test_client().get("/fel/404").headers
    policy = headers["Content-Security-Policy"]
    assert policy == POLICY
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "data:" not in policy
    for directive in ("base-uri", "object-src", "frame-ancestors"):
        assert f"{directive} 'none'" in policy


def test_pages_are_nobodys_cache(look: Flask) -> None:
    headers = look.test_client().get("/fel/404").headers
    assert headers["Cache-Control"] == "no-store"
    assert {"HX-Request", "Cookie"} <= {part.strip() for part in headers["Vary"].split(",")}
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Strict-Transport-Security"]


def test_without_tls_nothing_is_promised_about_it() -> None:
    app = Flask("plain", static_folder=None)
    from app.ui import headers

    headers.install(app)
    assert "Strict-Transport-Security" not in app.test_client().get("/").headers


def test_assets_are_fetched_once_and_small(look: Flask) -> None:
    answer = look.test_client().get(asset("samsyn.css"), headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in answer.headers["Vary"]
    assert b"Source Serif 4" in gzip.decompress(answer.data)
    assert answer.content_type == "text/css; charset=utf-8"


def test_only_what_the_manifest_names_is_sent(look: Flask) -> None:
    client = look.test_client()
    assert client.get("/static/dist/manifest.json").status_code == 404
    assert client.get("/static/dist/../install.py").status_code == 404


def test_a_first_visit_weighs_little(look: Flask) -> None:
    client = look.test_client()
    names = ["samsyn.css", "samsyn.js", "htmx.js", "mark.svg", "source-serif-4.woff2", "source-sans-3.woff2"]
    weight = sum(len(client.get(asset(name), headers={"Accept-Encoding": "gzip"}).data) for name in names)
    assert weight < 140_000
