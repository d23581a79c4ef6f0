"""What starting leaves holes in is filled before workers are made."""

from __future__ import annotations

import sys

from app.holes import POOL, fill_holes

SIZE = 208
MADE = 20_000


def made(number: int) -> list[bytes]:
    return [bytes(SIZE - sys.getsizeof(b"")) for _ in range(number)]


def pools(blocks: list[bytes]) -> set[int]:
    return {id(block) // POOL for block in blocks}


def test_what_is_made_afterwards_lies_where_nothing_lay_before() -> None:
    blocks = made(MADE)
    # Every third is kept, as starting keeps some of what it makes: each pool is full of holes.
    kept = blocks[::3]
    del blocks
    assert pools(made(2000)) & pools(kept)
    assert fill_holes(most=64 * 1024 * 1024) >= MADE // 2
    assert not pools(made(2000)) & pools(kept)
