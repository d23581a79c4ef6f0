"""What a page has in its forms, as a browser would send it back."""

from __future__ import annotations

import re
from html import unescape


def hidden(page: str, name: str) -> str:
    """Give the value of a field nobody sees; fails where the page has none or several that differ."""
    fields = re.findall(r"<input[^>]*>", page)
    found = {
        unescape(value[1])
        for one in fields
        if f' name="{name}"' in one
        and 'type="hidden"' in one
        and (value := re.search(r' value="([^"]*)"', one))
    }
    assert len(found) == 1, (name, found)
    return found.pop()
