"""How large and how many, and for how long what was removed can be brought back."""

from datetime import timedelta

MEGABYTE = 1024 * 1024

LARGEST = 10 * MEGABYTE
"""Bytes of one file."""

MOST_AT_ONCE = 10
"""Files of one form; what they may be together is a limit of every request (`app.ui.sending`)."""

MOST_PIXELS_TOGETHER = 40_000_000
"""Pixels of the pictures of one form: drawing a picture anew takes a second for some twenty million."""

ROOM = 25 * MEGABYTE
"""Bytes one person attaches to one dialogue. Counted by person and not for the two together: a limit in common
would tell the one that the other has attached something to a picture not yet opened. Together they have 50 MB."""

MOST = 40
"""Files one person attaches to one dialogue."""

BRING_BACK_WITHIN = timedelta(hours=24)
"""How long a removed file is kept before it is erased."""

ORPHAN_AFTER = timedelta(hours=1)
"""How old a file without a row must be to be taken for left over by a request that failed."""
