"""`next=` leads within this site or nowhere."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.rules import local_path


@pytest.mark.parametrize(
    "path", ["/", "/dialoger/", "/dialoger/3?tema=2", "/sok?q=a%20b", "/organisation/å", "/a:b", "/a//b"]
)
def test_addresses_within_the_site_are_kept(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "dialoger",
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "/dialoger\\..\\evil",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\nSet-Cookie: a=b",
        "\t//evil.example",
        " //evil.example",
        "/ /evil.example",
        "\x00//evil.example",
        "/\x7f/evil",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "http:evil.example",
        "http:/evil.example",
        "https:///evil.example",
        "?next=//evil.example",
        "#//evil.example",
        "@evil.example",
        "//[evil",
        "/" + "a" * 2000,
    ],
)
def test_addresses_that_could_lead_away_are_dropped(path: str | None) -> None:
    assert local_path(path) is None


@given(st.text(alphabet="/\\.:@?#%abehtps 	\n\r", max_size=20))
def test_what_is_kept_stays_on_the_host_whatever_it_looks_like(path: str) -> None:
    if local_path(path) is not None:
        reached = urlsplit(urljoin("https://samsyn.example/logga-in", path))
        assert (reached.scheme, reached.netloc) == ("https", "samsyn.example")
