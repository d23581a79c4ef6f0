"""What a calendar address is made of, and how far back a calendar reaches."""

import hashlib
import secrets
from datetime import timedelta

BACK = timedelta(days=365)
"""Meetings longer ago than this are not in the calendar any more; they are in the product."""


def new_token() -> str:
    """Make the secret part of an address: 256 bits, which nobody guesses."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Hash the secret part for keeping and for finding it again; it is too long to need salt."""
    return hashlib.sha256(token.encode()).hexdigest()
