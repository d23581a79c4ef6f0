"""A Word file in the making: what all that write in it look at."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.exports.tree import Document

if TYPE_CHECKING:
    from docx.document import Document as Book


@dataclass(slots=True)
class Writing:
    """A file in the making."""

    book: "Book"
    document: Document
    depth: int = 0
    new_page: bool = False
    marked: int = 0
