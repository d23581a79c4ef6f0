"""What a page without scripts would drop: buttons that send another form than the one with the words one is writing."""

from __future__ import annotations

from lxml import html
from lxml.html import HtmlElement

BUTTONS = ".//button[not(@type) or @type='submit'] | .//input[@type='submit']"
FIELDS = ".//textarea | .//select | .//input[not(@type='hidden') and not(@type='submit')]"


def _needs_scripts(one: HtmlElement) -> bool:
    around = (one, *one.iterancestors())
    return any(
        each.tag == "template" or "only-with-js" in (each.get("class") or "").split() for each in around
    )


def _form_of(one: HtmlElement) -> str | None:
    named = one.get("form")
    if named is not None:
        return named
    form = next(one.iterancestors("form"), None)
    return None if form is None else form.get("id") or form.get("action")


def beside(page: str, form: str) -> list[str]:
    """Name the buttons and fields of a page that do not go with the form `form`, as one without scripts has them."""
    main = html.fromstring(page).find(".//main")
    assert main is not None
    found = [one for one in main.xpath(f"{BUTTONS} | {FIELDS}") if _form_of(one) != form]
    return [
        " ".join(one.text_content().split()) or one.get("name", "")
        for one in found
        if not _needs_scripts(one)
    ]


def dropped(page: str) -> list[str]:
    """Name the buttons and fields of any page that do not go with all its texts that save themselves; none on one without."""
    if "data-autosave" not in page:
        return []
    texts = html.fromstring(page).xpath(".//main//*[@data-autosave]//textarea")
    forms = {_form_of(one) or "" for one in texts if not _needs_scripts(one)}
    return [each for form in sorted(forms) for each in beside(page, form)]
