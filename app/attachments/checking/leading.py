"""Where a document leads: to what it fetches when it is opened, which is refused, or where somebody goes by pressing a link."""

import html
import re
from urllib.parse import unquote
from xml.etree.ElementTree import Element  # nosec B405  the type alone; parsed by defusedxml

from app.attachments.errors import Reason, Refusal

LINKING = {"content.xml", "styles.xml", "meta.xml"}
"""The parts in which an OpenDocument says what it fetches, for the document and for every object in it."""

_PRESSED = re.compile(r"(https?://|mailto:|#|$)", re.IGNORECASE)
_RUNS = re.compile(r"(javascript|vbscript|mhtml|ms-msdt|search-ms|macro|vnd\.sun\.star\.\w+):", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]+:|[/\\]{2}", re.IGNORECASE)
"""An address of any kind, or a computer's name; one letter before the colon is a disk."""
_OWN_DISK = re.compile(
    r"(file:///)?[a-z]:[/\\](?![/\\])|file:///(~|(applications|home|library|media|mnt|opt|private|tmp|users|usr|var|volumes)/)",
    re.IGNORECASE,
)
"""A disk by its letter, or one of the folders disks hang in: another first folder may be the name of a computer."""
_HREF = re.compile(rb"href\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?!\?xml[^>]*encoding)", re.IGNORECASE)
_READABLE = re.compile(
    rb"(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*[\"'](utf-8|us-ascii|iso-8859-1)[\"']", re.IGNORECASE
)
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_LONGEST_TAG = 16 * 1024
_MOST_READ = 32 * 1024 * 1024
"""Bytes of tags with links in one part: more than any document has, few enough to be looked at in a moment."""


def require_self_contained(relationships: Element) -> None:
    """Refuse an Office document that fetches something, such as a picture or another's template; raises `Refusal`.

    What lies outside may only be what somebody presses. Word also writes where the template lies on the writer's own
    disk: nothing is fetched by that.
    """
    for one in relationships.iter():
        target, kind = one.get("Target", "").strip(), one.get("Type", "").rpartition("/")[2].lower()
        if one.get("TargetMode", "").strip().lower() != "external":
            fetched = _ELSEWHERE.match(unquote(target)) is not None
        elif kind == "hyperlink":
            fetched = _PRESSED.match(target) is None
        else:
            fetched = kind != "attachedtemplate" or not _on_own_disk(target)
        if fetched:
            raise Refusal(Reason.FETCHES)


def _on_own_disk(target: str) -> bool:
    return _OWN_DISK.match(unquote(target)) is not None


def leads_elsewhere(target: str) -> bool:
    """Tell whether an address leads out of the document and off the writer's own disk; what came by mail lies in it."""
    plain = unquote(re.sub(r"[\x00-\x20]", "", target))
    if plain.lower().startswith("cid:"):
        return False
    return _ELSEWHERE.match(plain) is not None and not _on_own_disk(plain)


def require_own_content(part: bytes) -> None:
    """Refuse a part of an OpenDocument by which something is fetched; raises `Refusal`.

    Read as bytes: to parse what unpacks to a hundred megabytes would hold everybody up. That is sound since within a tag
    no "<" can stand but as an entity, and only in writings in which letters are what they are in ASCII.
    """
    if not (_BEGINNING.match(part) or _READABLE.match(part)):
        raise Refusal(Reason.BROKEN)
    read = 0
    for found in _HREF.finditer(part):
        at = part.rfind(b"<", max(0, found.start() - _LONGEST_TAG), found.start())
        if at < 0:
            raise Refusal(Reason.BROKEN)
        # Besides what stands between, each costs what two hundred bytes do.
        read += found.end() - at + 200
        if read > _MOST_READ:
            raise Refusal(Reason.BOMB)
        tag = _QUOTED.sub(b"", part[at + 1 : found.start()])
        if b">" not in tag:
            # The first word of a tag is what it is called.
            written = (found[1] or found[2] or b"").decode("utf-8", "replace")
            _require_harmless(next(iter(tag.split(maxsplit=1)), b""), written)


def _require_harmless(element: bytes, written: str) -> None:
    # The prefix is whatever the document says it is; an element called “a” is a link in every language of an OpenDocument.
    # A line break or a tab in an address is passed over by those who follow it.
    target = unquote(re.sub(r"[\x00-\x20]", "", html.unescape(written)))
    if element.rpartition(b":")[2] == b"a":
        fetched = _RUNS.match(target) is not None
    else:
        fetched = _ELSEWHERE.match(target) is not None and not _on_own_disk(target)
    if fetched:
        raise Refusal(Reason.FETCHES)
