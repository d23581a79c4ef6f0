"""Lists read a page at a time."""

import pytest

from app.paging import Found, nearest, pages_of


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (20, 1), (21, 2), (40, 2), (41, 3)])
def test_there_is_a_page_for_every_row_and_one_where_there_are_none(total: int, pages: int) -> None:
    assert pages_of(total, 20) == pages


@pytest.mark.parametrize(("asked", "given"), [(-3, 1), (0, 1), (1, 1), (3, 3), (4, 3), (900, 3)])
def test_a_page_beyond_the_ends_is_the_nearest_there_is(asked: int, given: int) -> None:
    assert nearest(asked, 41, 20) == given


@pytest.mark.parametrize(("page", "first", "last"), [(1, 1, 20), (2, 21, 40), (3, 41, 41)])
def test_a_page_tells_which_of_all_rows_stand_on_it(page: int, first: int, last: int) -> None:
    found = Found(["row"], total=41, page=page, size=20)
    assert (found.first, found.last, found.pages) == (first, last, 3)
