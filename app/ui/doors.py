"""Says which door of the menu a page lies behind, where its address does not tell."""

from flask import g


def behind(endpoint: str) -> None:
    """Say that the page being answered lies behind the door to `endpoint`; nothing where its address tells."""
    g.door = endpoint


def door_said() -> str:
    """Give the endpoint of the door that was said; empty where none was."""
    return str(g.get("door", ""))
