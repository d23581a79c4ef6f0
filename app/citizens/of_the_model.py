"""What commitments and notes of what was heard keep of the steering model: their kind, their source."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

from app.citizens.facts import COMMITMENT, HEARD, commitment_facts, heard_facts
from app.citizens.models import Heard, PublicCommitment
from app.modelling.carrying import carried, counted
from app.modelling.uses import Use
from app.steering.schema import Profile


def _kinds(profile: Profile) -> Mapping[str, Any]:
    return {one.key: one.names for one in profile.public_commitments}


def _sources(profile: Profile) -> Mapping[str, Any]:
    return {one.key: one.name for one in profile.feedback_sources}


def _moved(row: PublicCommitment | Heard) -> None:
    row.revision += 1


COMMITMENTS = Use(
    "commitments",
    lazy_gettext("Löften till invånare"),
    _kinds,
    counted(PublicCommitment.kind_key),
    carried(
        PublicCommitment.kind_key,
        action="commitment.changed",
        kind=COMMITMENT,
        facts=commitment_facts,
        also=_moved,
    ),
)
SOURCES = Use(
    "heard",
    lazy_gettext("Det vi har hört"),
    _sources,
    counted(Heard.source_key),
    carried(Heard.source_key, action="heard.changed", kind=HEARD, facts=heard_facts, also=_moved),
)
