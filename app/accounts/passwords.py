"""Passwords as argon2id hashes, and the secret tokens of which only hashes are kept."""

import hashlib
import secrets
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


def fits(hashing: PasswordHasher, stored: str | None, password: str) -> bool:
    """Tell whether `password` belongs to the stored hash.

    Where nothing is stored, a hash of nothing known is checked instead: an unknown user name takes the same
    path and the same time as a wrong password.
    """
    try:
        return hashing.verify(stored or _nobody(hashing), password) and stored is not None
    except (Argon2Error, InvalidHashError):
        return False


def new_token() -> str:
    """Make a token of 256 bits for a sign-in or a one-time link."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Hash a token for the database; it is random already, so neither salt nor stretching is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
