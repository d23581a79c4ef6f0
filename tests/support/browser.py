"""Debian's Chromium, and people who look at pages with it."""

from __future__ import annotations

import os
import shutil
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

INSTALL = "apt-get install -y --no-install-recommends chromium-headless-shell"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""Any of them does. The first is Chromium without a window's surroundings: somebody new has a page in a fifth of the time."""
QUIET = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


def launch_arguments() -> dict[str, Any]:
    """Say how Chromium is started; fails with the install command where it is missing."""
    chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
    if chromium is None:
        raise RuntimeError(f"Chromium is missing. Install it: {INSTALL}")
    # Chromium's own sandbox does not work for root.
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return {"executable_path": chromium, "args": [*QUIET, *sandbox]}


class Visitors:
    """Opens one browser context per person, and afterwards tells what no page of ours may cause."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._address = address
        self._contexts: list[BrowserContext] = []
        self.faults: list[str] = []
        """Script errors, breaches of the content security policy, and requests to other hosts."""

    def __call__(self, *, javascript: bool = True, dark: bool = False, width: int = 1280) -> Page:
        """Open a page of somebody new, who shares no cookies with the others."""
        context = self._browser.new_context(
            base_url=self._address,
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            viewport={"width": width, "height": 900},
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)
        context.on("request", self._check_host)
        context.on("console", self._check_console)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
        self._contexts.append(context)
        return context.new_page()

    def leave(self) -> None:
        """Close all contexts."""
        for context in self._contexts:
            context.close()

    def _check_host(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.netloc != urlsplit(self._address).netloc:
            self.faults.append(f"request to another host: {request.url}")

    def _check_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")
