"""What has become of old records in the demo: one disposed of by two people, one proposed and waiting, one held."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.demo.stage import Act, Stage
from app.disposing import queries, services
from app.disposing.kinds import Kept
from app.disposing.queries import Wanted
from app.disposing.retention import retentions
from app.records.holding import place_hold
from app.steering.schema import Profile

ARCHIVIST, REGISTRAR = "Mikael Fors", "Ingrid Falk"
"""The two who dispose: the administrators of the demo."""

PLAN = "Informationshanteringsplan för Tranemo kommun 2024, punkt 4.3"


@dataclass(frozen=True, slots=True)
class _Told:
    of: str
    ground: str
    reason: str


GONE = _Told(
    "employee_talk",
    f"{PLAN}: medarbetarsamtal gallras när nästa samtal är hållet",
    "Ett nytt medarbetarsamtal är hållet och fastställt, och det gamla behövs inte längre.",
)
WAITS = _Told(
    "core_mission",
    "Informationshanteringsplan för Tranemo kommun 2024, punkt 2.1: ersatta grunduppdrag",
    "Grunduppdraget är ersatt av ett nytt och ingen hänvisar längre till det gamla.",
)
HELD = _Told(
    "dialogue",
    "",
    "Kommunens revisorer granskar dialogerna för det här året och har begärt att få läsa dem. Bevaras tills "
    "granskningsrapporten är beslutad.",
)


def acts(stage: Stage, profile: Profile) -> list[Act]:
    """Let the administrators do their part: two disposals and a hold, each on its day; nothing where there are no such two."""
    if not {ARCHIVIST, REGISTRAR} <= stage.people.keys():
        return []
    return [_dispose(stage, profile), _propose(stage, profile), _hold(stage, profile)]


def _dispose(stage: Stage, profile: Profile) -> Act:
    yield _days_ago(stage, 41, 10)
    kept = _oldest(stage.session, profile, GONE.of)
    if kept is None:
        return
    proposed = _proposed(stage, profile, GONE, kept, ARCHIVIST)
    yield _days_ago(stage, 38, 14)
    disposal = queries.one_disposal(stage.session, proposed, lock=True)
    if disposal is not None:
        services.confirm(
            stage.session,
            actor_id=stage.people[REGISTRAR],
            disposal=disposal,
            retentions=retentions(profile),
        )


def _propose(stage: Stage, profile: Profile) -> Act:
    yield _days_ago(stage, 3, 9)
    kept = _oldest(stage.session, profile, WAITS.of)
    if kept is not None:
        _proposed(stage, profile, WAITS, kept, REGISTRAR)


def _hold(stage: Stage, profile: Profile) -> Act:
    yield _days_ago(stage, 12, 11)
    kept = _oldest(stage.session, profile, HELD.of)
    if kept is not None:
        place_hold(
            stage.session,
            kind=kept.kind,
            object_id=kept.object_id,
            reason=HELD.reason,
            actor_id=stage.people[REGISTRAR],
        )


def _days_ago(stage: Stage, days: int, hour: int) -> datetime:
    return stage.calendar.past(stage.calendar.meeting(-days, hour, 15))


def _proposed(stage: Stage, profile: Profile, told: _Told, kept: Kept, by: str) -> int:
    return services.propose(
        stage.session,
        actor_id=stage.people[by],
        edition_id=kept.edition_id,
        reason=told.reason,
        ground=told.ground,
        retentions=retentions(profile),
    ).id


def _oldest(session: Session, profile: Profile, of: str) -> Kept | None:
    """Give the record of a kind that may go first and is not in force."""
    found = queries.records_kept(session, Wanted(of=of), retentions(profile), page=1, size=20)
    return next((one for one in found.rows if not one.in_force), None)
