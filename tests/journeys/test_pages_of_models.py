"""Pages that other models have and the first has not, in their own demos: WCAG 2.2 AA by axe, wide and light, narrow and dark."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page

from tests.support.accessibility import DESK, findings_as
from tests.support.browser import Visitors
from tests.support.demo import sign_in
from tests.support.demo_walk import SPECIAL, address_of
from tests.support.demos import Folder, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LOOKS = ((DESK, "light"), ({"width": 390, "height": 844}, "dark"))


@pytest.mark.takes(22)
@pytest.mark.parametrize("key", list(SPECIAL))
def test_pages_of_further_models_have_no_finding(
    browser: Browser, key: str, loaded_demo: Folder, tmp_path: Path
) -> None:
    with served(key, loaded_demo(key), tmp_path) as address:
        visitors, told = Visitors(browser, address), []
        pages: dict[str, Page] = {}
        for special in SPECIAL[key]:
            if special.who not in pages:
                pages[special.who] = visitors()
                sign_in(pages[special.who], special.who)
            page = pages[special.who]
            page.goto(address_of(special, partial(_read, page)))
            told += findings_as(page, LOOKS)
        visitors.leave()
    told += visitors.faults
    assert not told, f"{len(told)} findings:\n" + "\n".join(told)


def _read(page: Page, path: str) -> tuple[int, str]:
    answer = page.request.get(path)
    return answer.status, answer.text()
