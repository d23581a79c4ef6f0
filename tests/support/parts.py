"""What a page points at on itself: what is pressed there takes its place, or is sent, only where that exists."""

from __future__ import annotations

from lxml import etree, html

POINTERS = ("hx-target", "hx-include", "form", "list", "for", "aria-labelledby", "aria-describedby", "href")


def nowhere(page: str) -> set[str]:
    """Give what a whole page points at by its name and does not have, as `<tag attribute=name>`."""
    parsed = html.document_fromstring(page)
    there = set(parsed.xpath("//@id"))
    faults = set()
    for one in parsed.iter(etree.Element):
        if any(above.tag == "template" for above in one.iterancestors()):
            continue
        for attribute in POINTERS:
            value = one.get(attribute) or ""
            names = value.split() if attribute.startswith("aria-") else [value]
            if attribute in {"hx-target", "hx-include", "href"}:
                names = [name[1:] for name in names if name.startswith("#")]
            faults |= {f"<{one.tag} {attribute}={name}>" for name in names if name and name not in there}
    return faults
