"""How many statements the jobs send when all there is to remind of has been told before: as many, however many people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from tests.support.statements import counted_statements


def sent_when_told(session: Session, remind: Callable[[Session, datetime], int], moment: datetime) -> int:
    """Remind once, and give how many statements it takes to find that nothing is new."""
    session.commit()
    remind(session, moment)
    session.commit()
    engine = session.get_bind()
    with Session(engine) as other, counted_statements(engine) as sent:  # type: ignore[arg-type]
        assert remind(other, moment) == 0
    return len(sent)
