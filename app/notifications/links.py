"""Mails with a one-time link in them: a registry, so that the feature that makes the link is not known here.

Such a link is a key. It is made in the moment its mail is sent and goes into that mail alone: what waits in the outbox,
and every backup of it, holds no way in, and however long the mail server was gone the link is fresh when it comes.
A mail that has to be sent again gets a link of its own; the one before runs out by itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

MAIL_OF_PASSWORD = "password"  # noqa: S105  # nosec B105  a kind of mail

MAIL_OF_ACCOUNT = "account"
"""To who has been given an account: nobody asked for it, so it waits and is tried again as mails of notices are."""

NEVER_AGAIN = (MAIL_OF_PASSWORD,)
"""Mails that are not sent anew once given up, nor late: who asked for one asks again."""

STALE = timedelta(hours=2)
"""Who asked for a link so long ago has asked somebody else since."""


class Overtaken(Exception):
    """Whom a mail with a link is for has found a way in meanwhile, and needs none."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link just made: its address within the product, and the facts of the sentences around it."""

    path: str
    words: Mapping[str, object] = field(default_factory=dict)


MakeLink = Callable[[Session, int], Link | None]
"""Makes the link of a person in the caller's transaction; None when the person may have none. Raises `Overtaken`."""


class Links:
    """The kinds of mail that have one."""

    def __init__(self) -> None:
        """Begin with none; features register theirs when the app is built."""
        self._known: dict[str, MakeLink] = {}

    def register(self, kind: str, make: MakeLink) -> None:
        """Add or replace a kind of mail."""
        self._known[kind] = make

    def maker(self, kind: str) -> MakeLink | None:
        """Give what makes the link of a kind of mail; None for mails of notices."""
        return self._known.get(kind)


links = Links()
