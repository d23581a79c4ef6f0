"""Passwords as argon2id hashes, and the secret tokens of which only hashes are kept."""

import hashlib
import secrets
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError


@lru_cache(maxsize=2)
def hasher(*, cheap: bool = False) -> PasswordHasher:
    """Give the hasher; `cheap` parameters are for tests only.

    19 MiB a hash (OWASP's second recommendation, with one pass more) keeps eight sign-ins at once small in
    memory.
    """
    if cheap:
        return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return PasswordHasher(time_cost=3, memory_cost=19456, parallelism=1)


@lru_cache(maxsize=2)
def _nobody(hashing: PasswordHasher) -> str:
    return hashing.hash(secrets.token_urlsafe(32))


def hashed(hashing: PasswordHasher, password: str) -> str:
    """Hash a password as it is kept: an ö is the same whether a keyboard sends it as one sign or as two (NIST 800-63B)."""
    return hashing.hash(unicodedata.normalize("NFC", password))


def fits(hashing: PasswordHasher, stored: str | None, password: str) -> bool:
    """Tell whether `password` belongs to the stored hash, also to one made of its signs as they were sent.

    Where nothing is stored, a hash of nothing known is checked instead: an unknown user name takes the same
    path and the same time as a wrong password.
    """
    # Most are one and the same, and are tried once.
    ways = dict.fromkeys((unicodedata.normalize("NFC", password), password))
    return any(_verifies(hashing, stored or _nobody(hashing), way) for way in ways) and stored is not None


def _verifies(hashing: PasswordHasher, stored: str, password: str) -> bool:
    try:
        return hashing.verify(stored, password)
    except (Argon2Error, InvalidHashError):
        return False


def new_token() -> str:
    """Make a token of 256 bits for a sign-in or a one-time link."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Hash a token for the database; it is random already, so neither salt nor stretching is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
