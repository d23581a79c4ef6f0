"""What every answer tells the browser it may do: nothing but what is named here."""

from flask import Flask, Response, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TWO_YEARS = "max-age=63072000; includeSubDomains"


def install(app: Flask) -> None:
    """Put the headers on every answer; a view that sets one of them itself keeps its own."""
    # Read when the app is built: whether people reach it over TLS is decided outside.
    secure = bool(app.config.get("SESSION_COOKIE_SECURE"))

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers.setdefault("Strict-Transport-Security", TWO_YEARS)
        if request.endpoint != "ui.static":
            # Every page is somebody's: nothing of it stays in a cache, shared or on disk.
            response.headers.setdefault("Cache-Control", "no-store")
            response.vary.update(["HX-Request", "Cookie"])
        return response
