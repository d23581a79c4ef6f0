"""The register of risks: written, judged, decided about, filtered, mapped, read in and taken out; and who sees what."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, timedelta

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.organisation.models import Person
from app.quality.risks.models import Risk, RiskDecision, RiskJudgement
from app.quality.risks.rules import Judged
from tests.factories.control import SERIOUS, make_risk
from tests.factories.organisation import Municipality, make_person
from tests.factories.quality import make_factor
from tests.support.client import SamsynClient

Visit = Callable[[str], SamsynClient]
Place = "/internkontroll/risker"


def shown(client: SamsynClient, query: str = "") -> list[str]:
    """Give the titles on a page of the register, in their order."""
    answer = client.get(f"{Place}/{query}")
    assert answer.status_code == 200
    return re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', answer.text)


def test_a_risk_needs_a_title_and_nothing_else(town: Municipality, visit: Visit, session: Session) -> None:
    client = visit("unit")
    refused = client.post(f"{Place}/ny", data={"title": "", "happens": "Något händer."})
    assert refused.status_code == 422
    assert "Skriv risken i en rad." in refused.text and "Något händer." in refused.text
    answer = client.post(
        f"{Place}/ny", data={"title": "Fel lön betalas ut", "responsible_unit": str(town.unit.id)}
    )
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "Fel lön betalas ut" in page and "Inte bedömd än." in page and "Inte samtalad än" in page
    assert session.scalars(select(Risk)).one().value == 0


def test_a_risk_is_not_written_in_a_unit_one_does_not_write_for(
    town: Municipality, visit: Visit, session: Session
) -> None:
    answer = visit("unit").post(
        f"{Place}/ny", data={"title": "Fel", "responsible_unit": str(town.sibling.id)}
    )
    assert answer.status_code == 422
    assert session.scalars(select(Risk)).all() == []


@pytest.mark.parametrize(
    "door", ["responsible_unit", "responsible_person", "factor", "category", "nature", "likelihood"]
)
def test_what_cannot_be_chosen_is_refused_and_all_there_is_to_choose_is_shown(
    town: Municipality, visit: Visit, session: Session, door: str
) -> None:
    theirs = make_factor(session, town.sibling, town.sibling_manager)
    session.commit()
    crafted = {
        "responsible_unit": town.sibling.id,
        "responsible_person": 999_999,
        "factor": theirs.id,
        "category": "påhittad",
        "nature": "påhittad",
        "likelihood": 9,
    }
    owner = str(town.unit_manager.id)
    data = {
        "title": "Fel",
        "responsible_unit": town.unit.id,
        "nature": "strategic",
        "responsible_person": owner,
    }
    client = visit("unit")
    answer = client.post(
        f"{Place}/ny", data={name: str(one) for name, one in (data | {door: crafted[door]}).items()}
    )
    assert answer.status_code == 422 and 'value="Fel"' in answer.text
    # The unit and the people one can choose, though only those chosen were looked at first.
    assert town.unit.name in answer.text
    assert all(f">{one.name}" in answer.text for one in (town.unit_manager, town.sibling_manager))
    assert session.scalars(select(Risk)).all() == []
    assert client.post(f"{Place}/ny", data={name: str(one) for name, one in data.items()}).status_code == 303
    assert session.scalars(select(Risk.owner_id)).one() == int(owner)


@pytest.fixture
def risk(town: Municipality, session: Session) -> Risk:
    made = make_risk(
        session, town.unit_manager, town.unit, happens="Någon får för lite i lön.", cause="Bara en kan."
    )
    session.commit()
    return made


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("unit", True, True),
        ("support", True, True),
        ("controller", True, True),
        ("section", True, False),
        ("chief", True, False),
        ("sibling", False, False),
        ("other_unit", False, False),
        ("director", False, False),
        ("chair", False, False),
        ("auditor", False, False),
        ("administrator", False, False),
        ("employee", False, False),
    ],
)
def test_risks_are_read_by_those_of_the_unit_and_above_and_written_by_its_own(
    risk: Risk, visit: Visit, who: str, reads: bool, writes: bool
) -> None:
    client, number = visit(who), risk.id
    assert client.get(f"{Place}/{number}/").status_code == (200 if reads else 404)
    for path in ("andra", "bedom", "bestam", "lagg-undan"):
        assert client.get(f"{Place}/{number}/{path}").status_code == (200 if writes else 404), path
    if reads:
        assert shown(client) == ["Fel lön betalas ut"]
    listed = client.get(f"{Place}/registret.csv")
    assert ("Fel lön" in listed.text) == reads


def test_a_judgement_is_added_and_the_one_before_stays(risk: Risk, visit: Visit, session: Session) -> None:
    client, number = visit("unit"), risk.id
    page = client.get(f"{Place}/{number}/bedom").text
    assert "Det har hänt två gånger i år." in page
    data = {"reasoning": "Nu händer det sällan.", "likelihood": "1", "consequence": "3", "revision": "1"}
    assert client.post(f"{Place}/{number}/bedom", data=data).status_code == 303
    page = client.get(f"{Place}/{number}/").text
    assert "Nu händer det sällan." in page and "Det har hänt två gånger i år." in page
    assert "osannolik och allvarlig" in page
    assert len(session.scalars(select(RiskJudgement)).all()) == 2
    assert client.post(f"{Place}/{number}/bedom", data=data).status_code == 409
    half = client.post(f"{Place}/{number}/bedom", data=data | {"consequence": "0", "revision": "2"})
    assert half.status_code == 422 and "Nu händer det sällan." in half.text


def test_whoever_judges_anew_says_when_the_next_time_is(risk: Risk, visit: Visit, session: Session) -> None:
    client, number, soon = visit("unit"), risk.id, clock.today() + timedelta(days=60)
    data = {"reasoning": "Nu händer det sällan.", "likelihood": "1", "consequence": "3"}

    def field() -> str:
        found = re.search(r'<input[^>]*name="review_on"[^>]*>', client.get(f"{Place}/{number}/bedom").text)
        assert found is not None
        return found.group()

    def judge(day: str, revision: int) -> int:
        return client.post(
            f"{Place}/{number}/bedom", data=data | {"review_on": day, "revision": str(revision)}
        ).status_code

    assert judge(soon.isoformat(), 1) == 303
    assert soon.isoformat() in field()
    assert judge((clock.today() - timedelta(days=1)).isoformat(), 2) == 422
    # A day that has been is not proposed again, and goes when no other is chosen.
    session.get_one(Risk, number).review_on = clock.today() - timedelta(days=5)
    session.commit()
    assert 'value="20' not in field()
    assert "Den skulle ses över" in client.get(f"{Place}/{number}/bedom").text
    assert judge("", 2) == 303
    session.expire_all()
    assert session.get_one(Risk, number).review_on is None


def test_somebody_who_has_left_can_stay_with_a_risk_and_is_not_chosen_for_another(
    risk: Risk, town: Municipality, visit: Visit, session: Session
) -> None:
    gone, other = make_person(session, "Fredrik Föredetting"), make_person(session, "Olle Okänd")
    risk.owner_id = gone.id
    session.commit()
    client, number = visit("unit"), risk.id
    data = {"title": "Fel lön", "responsible_unit": str(town.unit.id)}

    def sent(path: str, person: int, revision: int = 1) -> int:
        chosen = {"responsible_person": str(person), "revision": str(revision)}
        return client.post(f"{Place}/{path}", data=data | chosen).status_code

    assert sent("ny", gone.id) == 422
    assert sent(f"{number}/andra", other.id) == 422
    assert sent(f"{number}/andra", gone.id) == 303
    assert sent(f"{number}/andra", town.unit_manager.id, revision=2) == 303
    assert sent(f"{number}/andra", gone.id, revision=3) == 422


def test_two_who_change_a_risk_do_not_overwrite_each_other(
    risk: Risk, visit: Visit, town: Municipality
) -> None:
    first, second, number = visit("unit"), visit("support"), risk.id
    data = {"title": "Fel lön", "responsible_unit": str(town.unit.id), "revision": "1"}
    assert first.post(f"{Place}/{number}/andra", data=data | {"effect": "Oro."}).status_code == 303
    answer = second.post(f"{Place}/{number}/andra", data=data | {"effect": "Rättelser."})
    assert answer.status_code == 409
    assert "Oro." in answer.text and "Rättelser." in answer.text


def accept(**more: str) -> dict[str, str]:
    until = (clock.today() + timedelta(days=90)).isoformat()
    return {
        "way": "accept",
        "words": "Det kostar mer att bygga bort den.",
        "approver": "Karin Kommunchef",
        "until": until,
        "decided_on": clock.today().isoformat(),
        "revision": "1",
    } | more


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"approver": ""}, "Skriv vem som godkänner"),
        ({"until": ""}, "Skriv till och med när"),
        ({"words": ""}, "Skriv varför"),
        ({"until": "2026-11-28"}, "Välj en dag som inte har varit."),
        ({"decided_on": "2027-01-01"}, "Beslutsdagen ligger framåt"),
    ],
)
def test_living_with_a_risk_needs_a_reason_an_approver_and_an_end(
    risk: Risk, visit: Visit, change: dict[str, str], said: str
) -> None:
    answer = visit("unit").post(f"{Place}/{risk.id}/bestam", data=accept(**change))
    assert answer.status_code == 422 and said in answer.text


def test_a_decision_keeps_the_risk_as_it_was_and_says_when_it_has_changed(
    risk: Risk, visit: Visit, session: Session, town: Municipality
) -> None:
    client, number = visit("unit"), risk.id
    assert client.post(f"{Place}/{number}/bestam", data=accept()).status_code == 303
    page = client.get(f"{Place}/{number}/").text
    assert "Vi lever med den" in page and "Risken är som den var när det bestämdes." in page
    data = {
        "title": "Fel lön betalas ut",
        "responsible_unit": str(town.unit.id),
        "cause": "Ingen kan.",
        "happens": "Någon får för lite i lön.",
        "revision": "1",
    }
    assert client.post(f"{Place}/{number}/andra", data=data).status_code == 303
    page = client.get(f"{Place}/{number}/").text
    assert "Risken har ändrats sedan dess" in page
    assert "då: Bara en kan." in page and "nu: Ingen kan." in page
    decision = session.scalars(select(RiskDecision)).one()
    assert client.post(f"{Place}/{number}/beslut/{decision.id}/upphav", data={"why": ""}).status_code == 422
    answer = client.post(f"{Place}/{number}/beslut/{decision.id}/upphav", data={"why": "Vi gör något."})
    assert answer.status_code == 303
    page = client.get(f"{Place}/{number}/").text
    assert "Inget är bestämt om den än." in page and "Upphävt för att: Vi gör något." in page


def test_a_decision_whose_day_has_passed_says_so(
    risk: Risk, visit: Visit, clock: Callable[..., None]
) -> None:
    assert visit("unit").post(f"{Place}/{risk.id}/bestam", data=accept()).status_code == 303
    from datetime import UTC, datetime

    clock(datetime(2027, 6, 1, 9, tzinfo=UTC))
    client = visit("section")
    assert "har gått ut" in client.get(f"{Place}/{risk.id}/").text
    assert shown(client, "?beslut=utgatt") == ["Fel lön betalas ut"]


def test_what_is_put_away_can_be_taken_back(risk: Risk, visit: Visit) -> None:
    client, number = visit("unit"), risk.id
    assert client.post(f"{Place}/{number}/lagg-undan", data={"why": ""}).status_code == 422
    assert client.post(f"{Place}/{number}/lagg-undan", data={"why": "Upphört."}).status_code == 303
    assert shown(client) == []
    assert shown(client, "?lage=undanlagda") == ["Fel lön betalas ut"]
    client.post(f"{Place}/{number}/ta-tillbaka")
    assert shown(client) == ["Fel lön betalas ut"]


@pytest.fixture
def filled(town: Municipality, session: Session) -> Municipality:
    support = town.support
    today = clock.today()
    make_risk(session, support, town.unit, "Ärenden tappas bort", Judged(4, 4, "Ofta."), category="law")
    make_risk(
        session,
        support,
        town.section,
        "Åtgärder glöms",
        Judged(2, 2, ""),
        review_on=today - timedelta(days=1),
    )
    make_risk(session, support, town.section, "Budgeten spricker", None, review_on=today + timedelta(days=9))
    make_risk(session, support, town.unit, "Kvaliteten sjunker", SERIOUS, nature="strategic")
    session.commit()
    return town


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Ärenden tappas bort", "Kvaliteten sjunker", "Åtgärder glöms", "Budgeten spricker"]),
        (
            "?ordning=niva",
            ["Budgeten spricker", "Åtgärder glöms", "Kvaliteten sjunker", "Ärenden tappas bort"],
        ),
        (
            "?ordning=rubrik",
            ["Budgeten spricker", "Kvaliteten sjunker", "Åtgärder glöms", "Ärenden tappas bort"],
        ),
        (
            "?ordning=granskas",
            ["Åtgärder glöms", "Budgeten spricker", "Ärenden tappas bort", "Kvaliteten sjunker"],
        ),
        ("?niva=very_high", ["Ärenden tappas bort"]),
        ("?niva=inte-bedomda", ["Budgeten spricker"]),
        ("?niva=high", ["Kvaliteten sjunker"]),
        ("?kategori=law", ["Ärenden tappas bort"]),
        ("?slag=strategiska", ["Kvaliteten sjunker"]),
        ("?granskning=passerat", ["Åtgärder glöms"]),
        ("?granskning=snart", ["Budgeten spricker"]),
        ("?beslut=atgarda", []),
        ("?q=tappas", ["Ärenden tappas bort"]),
        ("?q=50%25", []),
        (
            "?niva=x&ordning=y&enhet=z&sida=-4&rader=7&granskning=q",
            ["Ärenden tappas bort", "Kvaliteten sjunker", "Åtgärder glöms", "Budgeten spricker"],
        ),
    ],
)
def test_the_register_is_filtered_and_sorted_by_its_address(
    filled: Municipality, visit: Visit, query: str, expected: list[str]
) -> None:
    assert shown(visit("section"), query) == expected


def test_the_register_is_read_a_page_at_a_time(town: Municipality, visit: Visit, session: Session) -> None:
    for number in range(25):
        make_risk(session, town.unit_manager, town.unit, f"Risk {number:02}", Judged(2, 2, "Så."))
    session.commit()
    client = visit("unit")
    first, third = shown(client, "?rader=10"), shown(client, "?rader=10&sida=3")
    assert len(first) == 10 and len(third) == 5 and not set(first) & set(third)
    assert "1–10 av 25" in client.get(f"{Place}/?rader=10").text
    assert len(shown(client, "?rader=10&sida=900")) == 5


def test_the_map_shows_no_risk_without_its_reasoning(filled: Municipality, visit: Visit) -> None:
    page = visit("section").get(f"{Place}/karta").text
    table, _, below = page.partition("</table>")
    assert "Ärenden tappas bort" in table and "Åtgärder glöms" not in table.partition("riskmap")[2]
    assert "Bedömda, men ingen har skrivit varför" in below and "Åtgärder glöms" in below
    assert "Inte bedömda än" in below and "Ofta." in below


def send(client: SamsynClient, text: str) -> object:
    return client.post(
        f"{Place}/las-in",
        data={"file": (io.BytesIO(text.encode()), "risker.csv")},
        content_type="multipart/form-data",
    )


def test_a_file_is_tried_first_and_tells_every_fault_with_its_place(
    town: Municipality, visit: Visit, session: Session
) -> None:
    client = visit("unit")
    heads = "enhet_id;enhet;risk;sannolikhet;konsekvens;ses_over;kategori"
    bad = f"{heads}\nx;Förskolan Björken;Fel;3;3;2027-01-01;\n;Förskolan Ängen;;9;;i morgon;musik\n"
    answer = send(client, bad)
    assert answer.status_code == 422
    for said in (
        "Rad 2, kolumn enhet_id: Förskolan Björken finns inte bland de enheter du skriver risker för.",
        "Rad 3, kolumn risk",
        "Rad 3, kolumn sannolikhet",
        "Rad 3, kolumn ses_over",
        "Rad 3, kolumn kategori",
    ):
        assert said in answer.text, said
    assert session.scalars(select(Risk)).all() == []


def test_what_is_taken_out_can_be_read_in_and_no_cell_is_a_formula(
    town: Municipality, visit: Visit, session: Session
) -> None:
    make_risk(session, town.section_manager, town.section, "=cmd|' /C calc'!A0", SERIOUS, cause="-1+2")
    session.commit()
    out = visit("section").get(f"{Place}/registret.csv").text
    assert "'=cmd" in out and "'-1+2" in out
    book = openpyxl.load_workbook(io.BytesIO(visit("section").get(f"{Place}/registret.xlsx").data))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert any(cell.value == "=cmd|' /C calc'!A0" for cell in cells)
    assert all(
        cell.data_type != "f" or False for cell in cells if cell.value is None or cell.data_type != "s"
    )
    client = visit("unit")
    moved = (
        out.lstrip("\ufeff")
        .replace("Lärandesektionen", "Förskolan Ängen")
        .replace(f"samsyn-{town.section.id}", f"samsyn-{town.unit.id}")
    )
    answer = send(client, moved)
    assert answer.status_code == 200 and "En risk skulle läggas till." in answer.text
    word = re.search(r'name="word" value="([^"]*)"', answer.text)
    mark = re.search(r'name="fingerprint" value="([^"]*)"', answer.text)
    assert word and mark
    done = client.post(f"{Place}/las-in/genomfor", data={"word": word.group(1), "fingerprint": mark.group(1)})
    assert done.status_code == 302
    made = session.scalars(select(Risk).where(Risk.unit_id == town.unit.id)).one()
    assert (made.title, made.cause, made.value) == ("=cmd|' /C calc'!A0", "-1+2", 9)


def sent(client: SamsynClient, data: bytes, sort: str) -> str:
    answer = client.post(
        f"{Place}/las-in",
        data={"file": (io.BytesIO(data), f"mall.{sort}")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 200, answer.text[:2000]
    return answer.text


def test_the_templates_example_is_nobodys_risk_and_stops_nothing(town: Municipality, visit: Visit) -> None:
    client = visit("unit")
    for sort in ("csv", "xlsx"):
        page = sent(client, client.get(f"{Place}/mall.{sort}").data, sort)
        assert "Rad 2 är mallens exempel och läses inte in." in page
        assert "skulle läggas till." not in page and "finns redan" not in page
    untouched = client.get(f"{Place}/mall.csv").text
    example = untouched.splitlines()[1]
    own = example.replace("Fel lön betalas ut", "Fel pension betalas ut")
    page = sent(client, f"{untouched.rstrip()}\n{own}\n".encode(), "csv")
    assert "En risk skulle läggas till." in page and "Fel pension betalas ut" in page
    assert "Rad 2 är mallens exempel" in page


def test_a_row_of_a_unit_that_is_no_more_names_the_unit(
    town: Municipality, visit: Visit, session: Session
) -> None:
    make_risk(session, town.unit_manager, town.unit)
    session.commit()
    client = visit("unit")
    out = client.get(f"{Place}/registret.csv").text.lstrip("\ufeff")
    gone = out.replace("Förskolan Ängen", "Förskolan Stängd").replace(f"samsyn-{town.unit.id}", "samsyn-9999")
    answer = send(client, gone)
    assert answer.status_code == 422 and "Förskolan Stängd finns inte bland" in answer.text
    nameless = send(client, "enhet_id;risk\n;Fel\n")
    assert "Skriv vilken enhet risken gäller." in nameless.text


def test_a_risk_of_a_board_without_an_administration_is_written_by_the_top_administration(
    town: Municipality, visit: Visit, session: Session, people: dict[str, Person]
) -> None:
    from tests.factories.organisation import make_unit

    board = make_unit(session, "Valnämnden", kind="board", under=town.council)
    session.commit()
    for who, allowed in (("chief", True), ("controller", True), ("section", False), ("director", False)):
        answer = visit(who).post(
            f"{Place}/ny", data={"title": f"Rösträkning {who}", "responsible_unit": str(board.id)}
        )
        assert answer.status_code == (303 if allowed else 422), who


def test_days_far_away_and_broken_numbers_are_told_and_nothing_is_lost(
    town: Municipality, visit: Visit
) -> None:
    data = {
        "title": "Fel lön",
        "responsible_unit": str(town.unit.id),
        "review_on": "0001-01-01",
        "likelihood": "99",
        "happens": "Orden står kvar.",
    }
    answer = visit("unit").post(f"{Place}/ny", data=data)
    assert answer.status_code == 422 and "Orden står kvar." in answer.text
    assert date(2026, 11, 28) == clock.today()
