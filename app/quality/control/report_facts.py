"""What an evaluation rests on: each board and company, and how far its report has come."""

from collections.abc import Sequence

from app.quality.control.reported import ReportLine


def units_of(lines: Sequence[ReportLine]) -> list[tuple[int, str, str]]:
    """Give number, name and how far the report has come for each board and company."""
    return [
        (
            one.unit_id,
            one.unit,
            one.decided_on.isoformat() if one.decided_on and one.edition_id else "",
        )
        for one in lines
    ]
