"""The list of pairs: its button says what is left to do, and what is agreed with others is told apart in search."""

from __future__ import annotations

from app.dialogues.models import State
from app.dialogues.preparing import services as preparing
from tests.factories.dialogues import seats
from tests.web.dialogues.conftest import Table


def test_who_has_shared_is_not_asked_to_prepare(table: Table) -> None:
    assert ">Förbered<" in table.rep.get("/dialoger/").text
    dialogue = table.fresh()
    _, rep = seats(dialogue)
    preparing.share_pictures(table.session, seat=rep, dialogue=dialogue)
    table.session.commit()
    own, across = table.rep.get("/dialoger/").text, table.over.get("/dialoger/").text
    assert ">Förbered<" not in own
    assert f'class="btn quiet" href="{table.here}/">Öppna' in own
    assert f'class="btn" href="{table.here}/">Förbered' in across


def test_who_has_established_is_not_asked_to_again(table: Table) -> None:
    table.to(State.ESTABLISHING)
    assert f'class="btn" href="{table.here}/">Fastställ<' in table.over.get("/dialoger/").text
    table.consent(table.over)
    own, across = table.over.get("/dialoger/").text, table.rep.get("/dialoger/").text
    assert f'class="btn quiet" href="{table.here}/">Öppna<' in own and ">Fastställ<" not in own
    assert f'class="btn" href="{table.here}/">Fastställ<' in across
    assert "väntar på den andra" in own and "väntar på den andra" not in across


def test_who_has_shared_and_met_goes_to_the_meeting(table: Table) -> None:
    table.to(State.HELD)
    assert f'class="btn" href="{table.here}/">Till mötet<' in table.rep.get("/dialoger/").text


def test_an_agreement_and_with_whom_are_told_apart_in_search(table: Table) -> None:
    table.to(State.HELD)
    agreement = table.agree(table.over, "Ringa familjerna")
    agreement.together_with = "specialpedagogen"
    table.session.commit()
    page = table.over.get("/sok", query_string={"q": "Ringa"}).text
    assert "familjerna · specialpedagogen" in page
    assert "1 träff" in page and "1 rad<" not in page


def test_the_line_tells_oneself_by_you_and_the_other_by_name(table: Table) -> None:
    table.rep.post(f"{table.here}/dela", data={"anyway": "1"})
    line = f"/dialoger/serie/{table.series.id}/"
    assert "Du har delat din bild." in table.rep.get(line).text
    assert f"{table.rep_person.name} har delat sin bild." in table.over.get(line).text
