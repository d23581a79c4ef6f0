"""Fills the holes that starting has left in memory, before a server makes its workers.

Importing makes much that is thrown away again, and leaves small holes all over what is kept. A worker would put its first new
things into them, and for each such thing the whole page around it, which until then it shared with all others, is copied. Filled
before workers are made, the holes cost nothing: new things go where nothing is shared. Saves some ten MiB for each worker.
"""

import sys

POOL = 16 * 1024
"""Bytes in which CPython keeps blocks of one size; no harm is done where they are others."""

STEP, LARGEST = 16, 512
"""Sizes of the blocks, in bytes: every sixteenth, up to where CPython leaves it to the system."""

MOST = 50_000
"""Blocks of a size that are made at most, should the allocator be another than we think."""

_EMPTY = sys.getsizeof(b"")
_held: list[object] = []


def fill_holes() -> int:
    """Hold on to as many blocks of every size as there are holes of it; gives how many."""
    before = len(_held)
    for size in range(STEP * (_EMPTY // STEP + 1), LARGEST + 1, STEP):
        _fill(size)
    return len(_held) - before


def _fill(size: int) -> None:
    """Make blocks until as many as half a pool holds lay side by side: so they only come where nothing was before."""
    last = side_by_side = 0
    for _block in range(MOST):
        block = bytes(size - _EMPTY)
        _held.append(block)
        side_by_side = side_by_side + 1 if id(block) == last + size else 0
        if side_by_side >= POOL // size // 2:
            return
        last = id(block)
