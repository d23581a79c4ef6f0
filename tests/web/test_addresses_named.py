"""Every view an address is made for is there: a name nobody answers to fails a page once the row that leads there is written."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

import app as product

NAMED = re.compile(r"""url_for\(\s*["']([a-z_]+\.[a-z_]+)["']""")


def test_no_address_is_made_for_a_view_that_is_not_there(app: Flask) -> None:
    folder = Path(product.__file__).parent
    files = [*folder.rglob("*.py"), *folder.rglob("*.html")]
    named = {
        (name, str(file.relative_to(folder)))
        for file in files
        for name in NAMED.findall(file.read_text("utf-8"))
    }
    assert len(named) > 500
    assert sorted(one for one in named if one[0] not in app.view_functions) == []
