"""What somebody sees of a thing that is established, version by version, and may be changed between."""

from enum import StrEnum


class Sees(StrEnum):
    """Nothing, its last established version, or the thing as it is."""

    NOTHING = "nothing"
    EDITION = "edition"
    LIVE = "live"
