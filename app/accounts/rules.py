"""Pure decisions about sign-in: names, passwords, waits after failures, codes, time-outs, where to go."""

import hmac
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import count
from urllib.parse import urlsplit

import pyotp

from app.access.matrix import Role

WINDOW = timedelta(minutes=15)
"""How long a failure counts."""

LONGEST_WAIT = timedelta(minutes=15)
FIRST_WAIT = timedelta(seconds=30)

FREE_PER_USER = 5
FREE_PER_ADDRESS = 40
"""A whole town hall may sit behind one address: one name's failures never fill it, see `wait_left`; who fills it with many keeps
nobody out of a browser they have come in by before (`browsers`)."""

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200

FREE_ASKED = 3
"""Links by mail one may ask for within the window before one has to wait."""

LINK_LIFE = timedelta(hours=24)
MAILED_LINK_LIFE = timedelta(hours=1)
"""A link handed over waits for its person; one that was asked for is used at once, and lies in a mailbox."""

CODE_SECONDS = 30
HALF_WAY_LIFE = timedelta(minutes=5)
"""How long one may take between the password and the code."""

SETTING_UP_LIFE = timedelta(minutes=15)
"""How long a secret that is shown waits for its first code."""

MOST_ACCOUNTS = 200
"""Accounts one gives at once: as many as one looks through before they are given."""

LONGEST_PROPOSED = 100
"""Leaves room for a number."""

DIGITS = "0123456789"
_WITHOUT_SIGNS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
)
"""Letters that are no other letter with a sign."""

_COMMON_WORDS = """
    password1234 password12345 passwordpassword password123456 lösenord1234 losenord1234 lösenordlösenord
    mittlösenord mittlosenord hemligtlösenord hemligtlosenord nyttlösenord nyttlosenord välkommen1234
    valkommen1234
    välkommen2025 välkommen2026 välkommen2027 valkommen2026 sommaren2025 sommaren2026 sommaren2027
    vintern20252026 hösten202526 semester2025 semester2026 semester2027 qwertyuiop12 qwertyuiopås qwertyuiopåä
    qwertyuiop123 asdfghjklöäå asdfghjkl123 1q2w3e4r5t6y 1qaz2wsx3edc zaq12wsxcde3 123456789012 1234567890123
    12345678901234 0123456789ab abcdefghijkl abcdefghijklm abcd12345678 a1b2c3d4e5f6 iloveyou1234 jagälskardig
    jagalskardig kommunen1234 kommunen2026 trustno1trustno1 administrator administrator1 adminadminadmin
    admin1234567 administratör sverigesverige sverige12345 fotboll12345 samsynsamsyn samsyn123456
    correcthorsebatterystaple letmeinletmein changemechangeme superhemligt superhemlig1
"""
COMMON = frozenset(_COMMON_WORDS.split())


class PasswordProblem(StrEnum):
    """Why a password will not do."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    TOO_SIMPLE = "too_simple"
    IS_NAME = "is_name"


def normalised_username(username: str) -> str:
    """Write a user name in the one form that is stored and compared: NFC, case folded, no blanks around."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", username.strip()).casefold())


def username_fits(username: str) -> bool:
    """Tell whether a normalised user name can be given out: 2 to 120 characters, none of them blank."""
    return 2 <= len(username) <= 120 and all(
        not letter.isspace() and unicodedata.category(letter)[0] != "C" for letter in username
    )


def proposed_username(name: str, email: str | None) -> str:
    """Propose a user name: what stands before the @ of the address, otherwise first name and surname, otherwise nothing."""
    for wanted in ((email or "").partition("@")[0], _from_name(name)):
        proposed = normalised_username(wanted)
        if username_fits(proposed):
            return proposed
    return ""


def _from_name(name: str) -> str:
    words = [word for word in map(_plain_letters, name.split()) if word]
    return ".".join(words[:1] + words[1:][-1:])[:LONGEST_PROPOSED]


def _plain_letters(word: str) -> str:
    """Write a word as addresses are written: åäö without their signs, nothing but letters, figures and hyphens."""
    parted = unicodedata.normalize("NFKD", word.casefold().translate(_WITHOUT_SIGNS))
    return "".join(letter for letter in parted if letter.isalnum() or letter == "-").strip("-")


def without_number(username: str) -> str:
    """Give a user name without the number it ends in."""
    return username.rstrip(DIGITS)


def free_username(wanted: str, taken: Collection[str]) -> str:
    """Make a user name unique with a number, where somebody has it."""
    if wanted not in taken:
        return wanted
    stem = without_number(wanted)
    stem = stem if username_fits(stem) else wanted
    return next(one for number in count(2) if (one := f"{stem}{number}") not in taken)


def password_problems(password: str, *, username: str, name: str) -> tuple[PasswordProblem, ...]:
    """Say what is wrong with a new password; empty when it will do. Any characters are allowed."""
    if len(password) < SHORTEST_PASSWORD:
        return (PasswordProblem.TOO_SHORT,)
    if len(password) > LONGEST_PASSWORD:
        return (PasswordProblem.TOO_LONG,)
    folded = unicodedata.normalize("NFC", password).casefold()
    if folded in COMMON:
        return (PasswordProblem.COMMON,)
    if len(set(folded)) < 5:
        return (PasswordProblem.TOO_SIMPLE,)
    if _only_names(folded, (username, *name.split())):
        return (PasswordProblem.IS_NAME,)
    return ()


def _only_names(folded: str, names: Iterable[str]) -> bool:
    """Tell whether next to nothing is left when the person's own names, digits and signs are taken out."""
    left = folded
    found = False
    for name in sorted((normalised_username(name) for name in names), key=len, reverse=True):
        if len(name) >= 3 and name in left:
            found = True
            left = left.replace(name, " ")
    return found and sum(letter.isalpha() for letter in left) < 4


def wait_left(failures: Sequence[datetime], moment: datetime, *, free: int) -> timedelta:
    """Say how long to wait before the next attempt; nothing when it may be made at once.

    `failures` are the moments of those counted against one user name or one address. Within a quarter of an
    hour `free` of them cost nothing; from then on the wait after the latest one doubles, from half a minute
    to at most a quarter of an hour. Attempts refused because of the wait are not counted, so a person who
    keeps trying one name adds at most ten failures in a window to an address: those beside them are not
    locked out.
    """
    counted = [at for at in failures if moment - WINDOW < at <= moment]
    if len(counted) < free:
        return timedelta(0)
    doubled: int = 2 ** min(len(counted) - free, 10)
    wait = min(LONGEST_WAIT, FIRST_WAIT * doubled)
    return max(timedelta(0), max(counted) + wait - moment)


def counted_as(known: Mapping[int, str], person_id: int | None) -> str | None:
    """Give what a person's attempts in a browser are counted under; None where they have not come in by it before."""
    word = known.get(person_id) if person_id is not None else None
    return f"{person_id}:{word}" if word else None


def matching_step(secret: str, code: str, moment: datetime, last_step: int | None) -> int | None:
    """Find the time step a one-time code belongs to (RFC 6238), one step of clock drift either way.

    None when it fits no step, or only one that is not later than `last_step`: a code is good once.
    """
    digits = "".join(letter for letter in code if not letter.isspace())
    if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
        return None
    totp = pyotp.TOTP(secret)
    present = int(moment.timestamp()) // CODE_SECONDS
    found = None
    for step in (present - 1, present, present + 1):
        if hmac.compare_digest(totp.generate_otp(step), digits) and (last_step is None or step > last_step):
            found = step
    return found


def waits_here(
    *, begun_at: datetime | None, begun_in: int | None, sign_in_id: int | None, moment: datetime
) -> bool:
    """Tell whether a secret that is not confirmed still counts: in the sign-in it was begun in, and not for long.

    Whoever has seen one in another sign-in could otherwise wait until its owner turns on the second step with it.
    """
    if begun_at is None or begun_in is None or begun_in != sign_in_id:
        return False
    return moment - begun_at < SETTING_UP_LIFE


def second_step_required(required_roles: Collection[str], roles: Iterable[Role]) -> bool:
    """Tell whether any of a person's roles requires the second step (profile: `totp_required_roles`)."""
    return any(role.value in required_roles for role in roles)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a sign-in lives: without use, and at all."""

    idle: timedelta
    absolute: timedelta


def still_in(*, began_at: datetime, seen_at: datetime, moment: datetime, limits: Limits) -> bool:
    """Tell whether a sign-in is still good; both limits count as passed when exactly reached."""
    return moment - seen_at < limits.idle and moment - began_at < limits.absolute


def from_epoch(value: object) -> datetime | None:
    """Read a moment kept as whole seconds in the signed cookie; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**40:
        return None
    return datetime.fromtimestamp(value, UTC)


def local_path(candidate: str | None) -> str | None:
    """Give back an address within this site; None for other hosts and whatever a browser may read as one."""
    if not candidate or len(candidate) > 2000 or candidate[0] != "/" or candidate[1:2] in {"/", "\\"}:
        return None
    if "\\" in candidate or any(ord(letter) <= 32 or ord(letter) == 127 for letter in candidate):
        return None
    try:
        parts = urlsplit(candidate)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else candidate
