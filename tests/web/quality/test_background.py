"""What was measured, beside a theme: what was said first, then words, then the figures small and folded, with their source."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.db import db
from app.dialogues.about import services as about
from app.dialogues.models import Dialogue
from app.dialogues.queries.said import themes_of
from app.passages.subjects import Ref
from app.quality.factors import services as factors
from app.quality.factors.models import Factor
from app.quality.indicators.models import Indicator, Nature, Periodicity, Source
from app.quality.measuring.facts import MEASUREMENT
from app.quality.measuring.models import Measurement
from app.quality.subjects import FACTOR, INDICATOR
from tests.factories.dialogues import establish as establish_dialogue
from tests.factories.dialogues import hold, loaded, make_dialogue, make_series, prepare, seats
from tests.factories.measuring import make_indicator, measure
from tests.factories.organisation import Municipality
from tests.factories.quality import establish, make_factor, whole
from tests.support.client import SamsynClient
from tests.support.statements import counted_statements

Visit = Callable[[str], SamsynClient]
SAID, WRITTEN, FIGURE = "Vi märker att mornarna är lugnare.", "Färre barn gråter i dörren.", "71\u00a0%"


@pytest.fixture
def ahead(session: Session, town: Municipality) -> Dialogue:
    """A meeting whose first theme brings quality along, after one in which the factor was talked about."""
    eva = town.unit_manager
    factor = make_factor(session, town.unit, eva, "Lugna lämningar")
    words = make_indicator(
        session, factor, eva, "Familjernas ord", nature=Nature.QUALITATIVE, periodicity=Periodicity.YEAR
    )
    counted = make_indicator(session, factor, eva, "Samma två tar emot", periodicity=Periodicity.YEAR)
    factor = establish(session, factor, eva)
    measure(session, words, town.unit, eva, "2025", None, WRITTEN)
    measure(session, counted, town.unit, eva, "2025", "71")
    series = make_series(session, town.section, town.unit)
    before = make_dialogue(
        session, series, town.section_manager, eva, starts_at=clock.now() - timedelta(days=20)
    )
    before = hold(session, prepare(session, before, over="Min", rep="Din"), note=SAID)
    about.mark_theme(
        session, seat=seats(before)[1], dialogue=loaded(session, before),
        theme=themes_of(session, before.id)[0], ref=Ref(FACTOR, factor.id),
    )  # fmt: skip
    establish_dialogue(session, loaded(session, before))
    made = make_dialogue(
        session, series, town.section_manager, eva, starts_at=clock.now() + timedelta(days=9)
    )
    themes_of(session, made.id)[0].backgrounds = ["quality_factors"]
    session.commit()
    return made


def theme_page(session: Session, client: SamsynClient, dialogue: Dialogue) -> str:
    page = client.get(f"/dialoger/{dialogue.id}/tema/{themes_of(session, dialogue.id)[0].id}").text
    return page[page.index('class="aside"') :]


def counted(session: Session, name: str) -> Measurement:
    return session.scalars(
        select(Measurement)
        .join(Indicator, Indicator.id == Measurement.indicator_id)
        .where(Indicator.name == name)
        .order_by(Measurement.ends_on.desc())
        .limit(1)
    ).one()


@pytest.mark.parametrize("who", ["unit", "section"])
def test_what_was_said_comes_first_then_words_and_the_figures_stand_folded(
    session: Session, visit: Visit, ahead: Dialogue, who: str
) -> None:
    page = theme_page(session, visit(who), ahead)
    assert page.index("Lugna lämningar") < page.index(SAID) < page.index(WRITTEN) < page.index(FIGURE)
    fold = page[page.index('<details class="folded figures-fold">') :]
    assert FIGURE in fold[: fold.index("</details>")]
    assert WRITTEN not in fold
    assert page.count(FIGURE) == 1


@pytest.mark.parametrize("who", ["unit", "section"])
def test_a_measurement_taken_up_stands_as_background_for_both_with_its_source(
    session: Session, town: Municipality, visit: Visit, ahead: Dialogue, who: str
) -> None:
    one = counted(session, "Samma två tar emot")
    one.source, one.person_id = Source.KOLADA, None
    session.commit()
    visit("unit").post(f"/dialoger/ta-upp/{MEASUREMENT}/{one.id}")
    page = theme_page(session, visit(who), ahead)
    wish = page[: page.index("background-quality_factors")]
    assert "Samma två tar emot, 2025" in wish
    assert "Eva Enhetschef vill ta upp det · inte samtalad än" in wish
    assert "Källa: Kolada" in wish
    assert wish.index("Samma två tar emot") < wish.index(FIGURE)
    assert FIGURE not in wish[: wish.index('<details class="folded figures-fold">')]


def test_what_the_two_talk_of_brings_its_measurements_along_also_where_the_theme_brings_no_quality(
    session: Session, town: Municipality, visit: Visit, ahead: Dialogue
) -> None:
    held = hold(session, prepare(session, loaded(session, ahead), over="Min", rep="Din"))
    theme = themes_of(session, held.id)[0]
    theme.backgrounds = []
    one = counted(session, "Samma två tar emot")
    about.mark_theme(
        session, seat=seats(held)[0], dialogue=held, theme=theme, ref=Ref(INDICATOR, one.indicator_id)
    )
    session.commit()
    for who in ("unit", "section"):
        page = theme_page(session, visit(who), ahead)
        assert "Det ni talar om" in page
        assert FIGURE in page
        assert WRITTEN not in page


def test_who_reads_only_what_is_established_sees_what_was_measured_by_that(
    session: Session, town: Municipality, visit: Visit, ahead: Dialogue
) -> None:
    indicator = session.get_one(Indicator, counted(session, "Samma två tar emot").indicator_id)
    opened = whole(session, session.get_one(Factor, indicator.factor_id))
    factors.reopen(session, actor_id=town.unit_manager.id, factor=opened)
    indicator.name = "Ett namn som inte är fastställt"
    session.commit()
    page = theme_page(session, visit("section"), ahead)
    assert "Samma två tar emot" in page
    assert FIGURE in page
    assert "Ett namn som inte" not in page
    assert "Ett namn som inte" in theme_page(session, visit("unit"), ahead)


def test_of_very_much_the_latest_stands_there_and_it_is_said_how_much_more_there_is(
    session: Session, town: Municipality, visit: Visit, ahead: Dialogue
) -> None:
    def statements() -> int:
        client = visit("unit")
        theme_page(session, client, ahead)
        with counted_statements(db.engine) as found:
            theme_page(session, client, ahead)
        return len(found)

    before = statements()
    eva = town.unit_manager
    factor = make_factor(session, town.unit, eva, "Många mått")
    many = [
        make_indicator(session, factor, eva, f"Mått {number}", periodicity=Periodicity.YEAR)
        for number in range(12)
    ]
    establish(session, factor, eva)
    for one in many:
        measure(session, one, town.unit, eva, "2025", "5")
        measure(session, one, town.unit, eva, "2024", "4")
    session.commit()
    page = theme_page(session, visit("unit"), ahead)
    part = page[page.index("Många mått") :]
    assert len(set(re.findall(r">(Mått \d+)</a>", part))) == 5
    assert "Sju indikatorer till är mätta." in part
    assert statements() == before
