"""Several texts of one page sent by one button, where no script saves each as it is typed: none drops the others."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request

from app.cleaning import plain

_TEXT = re.compile(r"text-(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Sent:
    """One text as it was sent: its number on the page, and the revision it was written from."""

    key: int
    text: str
    base: int


@dataclass(frozen=True, slots=True)
class NotSaved:
    """A text that could not be saved, with why.

    `theirs` is what stands now and `base` its revision, where somebody else has changed the same words.
    """

    sent: Sent
    label: str
    message: str = ""
    theirs: str | None = None
    theirs_by: str = ""
    base: str = ""
    may_save: bool = True


def sent_together() -> list[Sent]:
    """Give the texts of this request, named as `autosave_part` names them, in the order of the page."""
    named = [(found, value) for name, value in request.form.items() if (found := _TEXT.fullmatch(name))]
    return [
        Sent(int(found[1]), plain(value), request.form.get(f"base-{found[1]}", type=int) or 0)
        for found, value in named
    ]


def not_saved_page(
    left: Sequence[NotSaved],
    address: str,
    way_back: str,
    place: str,
    fields: Mapping[str, str] | None = None,
) -> tuple[str, int]:
    """Answer that some of the texts could not be saved: each with what stands in its way, to be saved from there.

    `fields` are what the view at `address` wants to be told besides.
    """
    page = render_template(
        "writing/not_saved.html",
        left=left,
        address=address,
        way_back=way_back,
        place=place,
        fields=fields or {},
        may_save=any(one.may_save for one in left),
    )
    return page, 409 if any(one.theirs is not None for one in left) else 422
