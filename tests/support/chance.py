"""Which chances tests take: the same in every run, or others when asked for.

A run that fails must fail for what was changed, so what is chosen at random is chosen alike each time. To look for
faults nobody has met yet, `SAMSYN_CHANCE=new` takes new chances (and `SAMSYN_CHANCE=<number>` those of an earlier run);
the long tries of `python -m bench` always do.
"""

from __future__ import annotations

import os
import secrets
import zlib

ASKED = "SAMSYN_CHANCE"


def chance_for(test: str) -> int:
    """Give the seed `test` begins from."""
    asked = os.environ.get(ASKED, "")
    if asked.isdecimal():
        return int(asked)
    return secrets.randbits(32) if asked else zlib.crc32(test.encode())
