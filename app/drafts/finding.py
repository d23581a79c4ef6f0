"""Which form a draft is of: found by the address the form is sent to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.access.guard import acting, requirement
from app.access.matrix import May
from app.drafts import rules
from app.drafts.places import KeepsDrafts, places


@dataclass(frozen=True, slots=True)
class FormAt:
    """A form at an address: how it keeps drafts, the values in the address, and the place of its draft."""

    keeps: KeepsDrafts
    values: Mapping[str, Any]
    place: str


def form_at(text: str) -> FormAt | None:
    """Find the form that is sent to an address, by a key where several are; None where the one who asks sends none there."""
    found = rules.parted(text)
    if found is None:
        return None
    path, key = found
    routes = current_app.url_map.bind("")
    try:
        endpoint, values = routes.match(path.removeprefix(request.script_root), method="POST")
    except (HTTPException, RequestRedirect):
        return None
    needed = requirement(current_app, endpoint)
    if not isinstance(needed, May) or not acting().may(needed):
        return None
    return FormAt(places.keeps(endpoint), values, rules.place_of(routes.build(endpoint, values), key))
