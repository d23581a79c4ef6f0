"""What a workbook asks others for: by its formulas, by links to programs, by connections to data."""

import re

from app.attachments.errors import Reason, Refusal

_NAMES = re.compile(r"\"[^\"]*\"|'[^']*'|\[[^\[\]]*\]")
"""Words, names of sheets and of columns: whatever stands in them is no call."""
_ASKS = re.compile(
    r"(?<![\w.])(?:_xl\w+\.)*(WEBSERVICE|RTD|IMAGE|CALL|REGISTER(\.ID)?|EXEC)\s*\(", re.IGNORECASE
)
_PROGRAM = re.compile(r"[\w.]\s*\|")
"""Another program, asked by its name: cmd|'…'!A1."""
OWN_DATA = "data model connection"
"""How a workbook is joined with the data it holds itself."""


def require_own_data(formula: str) -> None:
    """Refuse a formula that asks a server or another program when the workbook is counted; raises `Refusal`."""
    plain = _NAMES.sub("''", formula)
    if _ASKS.search(plain) or _PROGRAM.search(plain):
        raise Refusal(Reason.FETCHES)


def require_own_connection(says: str) -> None:
    """Refuse a connection to data outside the workbook; raises `Refusal`."""
    if says.strip().lower() != OWN_DATA:
        raise Refusal(Reason.FETCHES)
