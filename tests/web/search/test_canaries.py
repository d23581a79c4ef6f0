"""What search finds for everybody is what the other pages show them: no text more, and none less."""

from __future__ import annotations

from collections import defaultdict

from tests.support.canaries import PAIRS, canaries_in, parts
from tests.support.routes import Walk

NOT_SEARCHED = {"question", "email"}


def test_search_shows_everybody_the_same_texts_as_the_other_pages(walked: Walk) -> None:
    found: dict[str, set[str]] = defaultdict(set)
    shown: dict[str, set[str]] = defaultdict(set)
    for visit in walked.visits:
        seen = {text for text in canaries_in(visit.text) if parts(text)[0] in PAIRS}
        (found if visit.address.endpoint == "search.index" else shown)[visit.who] |= seen
    assert sum(map(len, found.values())) > 100
    more = {who: found[who] - shown[who] for who in found if found[who] - shown[who]}
    less = {who: shown[who] - found[who] for who in shown if shown[who] - found[who]}
    assert (more, less) == ({}, {})
