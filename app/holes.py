"""Fills the holes that starting has left in memory, before a server makes its workers.

Importing makes much that is thrown away again, and leaves small holes all over what is kept. A worker would put its first new
things into them, and for each such thing the whole page around it, which until then it shared with all others, is copied. Filled
before workers are made, the holes cost nothing: new things go where nothing is shared. Saves some ten MiB for each worker.
"""

import sys

POOL, HEAD = 16 * 1024, 48
"""Bytes in which CPython keeps blocks of one size, and those of them that tell of the rest."""

STEP, LARGEST = 16, 512
"""Sizes of the blocks, in bytes: every sixteenth, up to where CPython leaves it to the system."""

MOST = 1024 * 1024
"""Bytes of each size that are held on to at most, should the allocator be another than we think."""

_EMPTY = sys.getsizeof(b"")
_held: list[object] = []


def fill_holes(most: int = MOST) -> int:
    """Hold on to as many blocks of every size as there are holes of it, but at most so many bytes; gives how many."""
    before = len(_held)
    for size in range(STEP * (_EMPTY // STEP + 1), LARGEST + 1, STEP):
        _fill(size, most)
    return len(_held) - before


def _fill(size: int, most: int) -> None:
    """Make blocks until they have filled a pool from its first to its last in order.

    That pool was empty, and an empty one is begun only when no other has a hole.
    """
    room = (POOL - HEAD) // size
    last = in_order = 0
    for _block in range(most // size):
        block = bytes(size - _EMPTY)
        _held.append(block)
        at = id(block)
        if at % POOL == HEAD:
            in_order = 1
        elif in_order:
            in_order = in_order + 1 if at == last + size else 0
        if in_order == room:
            return
        last = at
