"""What people type, as it is kept: plain line ends, without characters no database holds; words are never touched."""


def plain(text: str | None) -> str:
    """Give a text with plain line ends, and what is around it as it was typed: somebody may still be writing."""
    return (text or "").replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def clean(text: str | None) -> str:
    """Give a text with plain line ends and nothing around it."""
    return plain(text).strip()


def clean_line(text: str | None) -> str:
    """Give a text on one line."""
    return " ".join((text or "").replace("\x00", "").split())


def clean_lines(text: str) -> str:
    """Give a text with plain line ends and nothing around it or at the end of a line."""
    return "\n".join(line.rstrip() for line in clean(text).split("\n"))
