"""The municipality's own dialogue templates: taken in, read, written, changed by two at once, laid aside."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from html.parser import HTMLParser

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.dialogues.agenda import queries, rules, services
from app.dialogues.agenda.rules import AgendaTheme
from app.dialogues.models import PairKind, Template, TemplateVersion
from app.organisation.models import Person
from app.records.queries import history_of
from app.records.verifying import verify
from app.steering.schema import Profile
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient

Visit = Callable[[Person], SamsynClient]


class FormFields(HTMLParser):
    """Reads the fields of the template form out of a page, as a browser without script would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self._inside = False
        self._textarea: str | None = None

    @classmethod
    def of(cls, page: str) -> list[tuple[str, str]]:
        parser = cls()
        parser.feed(page)
        return parser.fields

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._inside = given.get("id") == "template-form"
        if not self._inside or "name" not in given:
            return
        name = given["name"] or ""
        if tag == "textarea":
            self._textarea = name
            self.fields.append((name, ""))
        elif tag == "input" and (given.get("type") not in {"checkbox", "radio"} or "checked" in given):
            self.fields.append((name, given.get("value") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            name, text = self.fields[-1]
            # A browser drops the first line break after the tag.
            self.fields[-1] = (name, text + (data.removeprefix("\n") if not text else data))


def send(client: SamsynClient, address: str, fields: list[tuple[str, str]], do: str, **changes: str):  # type: ignore[no-untyped-def]
    """Press a button of the form, with some fields typed over."""
    data: dict[str, list[str]] = {}
    for name, value in fields:
        if name == "csrf_token":
            continue
        data.setdefault(name, []).append(value)
    for name, value in changes.items():
        data[name.replace("__", "-")] = [value]
    return client.post(address, data={**data, "do": do})


def test_taking_in_the_profile_again_changes_nothing(
    session: Session, app: Flask, town: Municipality
) -> None:
    profile: Profile = app.extensions["samsyn_profile"]
    before = session.scalar(select(func.count(TemplateVersion.id)))
    assert services.adopt_profile_templates(session, profile) == 0
    assert session.scalar(select(func.count(TemplateVersion.id))) == before == len(profile.dialogue_templates)


def test_what_the_municipality_changed_is_left_alone(
    session: Session, app: Flask, town: Municipality, template: Template
) -> None:
    services.retire(session, actor_id=town.support.id, template=template)
    template.name = "Vårt eget namn"
    assert services.adopt_profile_templates(session, app.extensions["samsyn_profile"]) == 0
    assert queries.templates_for(session, PairKind.MANAGERS) == []


def test_a_taken_in_template_has_the_profiles_themes_in_swedish(
    session: Session, app: Flask, template: Template
) -> None:
    profile: Profile = app.extensions["samsyn_profile"]
    shipped = profile.templates_for("managers")[0]
    version = queries.current_version(session, template.id)
    assert version is not None
    assert (template.name, version.number) == (shipped.name.sv, 1)
    assert [theme.title for theme in version.themes] == [theme.title.sv for theme in shipped.themes]
    assert [tuple(theme.backgrounds) for theme in version.themes] == [t.backgrounds for t in shipped.themes]
    (change,) = history_of(session, "dialogue_template", template.id)
    assert (change.action, change.actor_id) == ("template.adopted", None)


@pytest.mark.parametrize(
    ("who", "reads", "edits"),
    [
        ("unit_manager", True, False),
        ("chief_executive", True, False),
        ("support", True, True),
        ("administrator", True, True),
        ("politician", False, False),
        ("auditor", False, False),
        ("employee", False, False),
    ],
)
def test_who_may_read_and_change_templates(
    who: str, reads: bool, edits: bool, town: Municipality, template: Template, visit: Visit
) -> None:
    number = template.id
    client = visit(getattr(town, who))
    for address in ("", f"{number}", f"{number}/version/1", f"{number}/versioner"):
        assert client.get(f"/dialogmallar/{address}").status_code == (200 if reads else 404), address
    for address in ("ny", f"ny?fran={number}", f"{number}/andra"):
        assert client.get(f"/dialogmallar/{address}").status_code == (200 if edits else 404), address
    for address in ("ny", f"{number}/andra"):
        assert client.post(f"/dialogmallar/{address}").status_code == (422 if edits else 404), address
    for address in (f"{number}/undan", f"{number}/tillbaka"):
        assert client.post(f"/dialogmallar/{address}").status_code == (302 if edits else 404), address
    if reads:
        assert (f"/dialogmallar/{number}/andra" in client.get(f"/dialogmallar/{number}").text) == edits


def test_a_template_needs_a_name_and_a_title_and_no_more(
    session: Session, town: Municipality, visit: Visit
) -> None:
    client = visit(town.support)
    fields = FormFields.of(client.get("/dialogmallar/ny?par=employee").text)
    assert ("pair_kind", "employee") in fields
    made = send(client, "/dialogmallar/ny", fields, "save", name="Kort samtal", title__t1="Hur är läget?")
    assert made.status_code == 302
    names = [one.name for one in queries.templates_for(session, PairKind.EMPLOYEE)]
    assert "Kort samtal" in names


def test_a_refused_form_comes_back_with_every_word(town: Municipality, visit: Visit) -> None:
    client = visit(town.support)
    fields = FormFields.of(client.get("/dialogmallar/ny").text)
    refused = send(
        client, "/dialogmallar/ny", fields, "save", name="", questions__t1="Min fråga?\nOch en till?"
    )
    assert refused.status_code == 422
    assert "Ge mallen ett namn." in refused.text
    assert "Ge temat en rubrik." in refused.text
    assert ("questions-t1", "Min fråga?\nOch en till?") in FormFields.of(refused.text)


def test_buttons_move_add_and_remove_without_losing_a_word(
    session: Session, town: Municipality, template: Template, visit: Visit
) -> None:
    client, address = visit(town.support), f"/dialogmallar/{template.id}/andra"
    version = queries.current_version(session, template.id)
    assert version is not None
    before = rules.as_agenda(version.themes)
    page = client.get(address).text
    typed = {"questions__t1": "Nyskrivet\n<b>&", "name": "Nytt namn"}
    page = send(client, address, FormFields.of(page), "down:t1", **typed).text
    page = send(client, address, FormFields.of(page), "add").text
    page = send(client, address, FormFields.of(page), "remove:t3").text
    page = send(client, address, FormFields.of(page), "up:t4").text
    page = send(client, address, FormFields.of(page), "restore:t3").text
    assert queries.newest(session, template.id).version.number == 1  # type: ignore[union-attr]
    saved = send(client, address, FormFields.of(page), "save")
    assert saved.status_code == 302
    after = queries.current_version(session, template.id)
    assert after is not None
    assert after.template.name == "Nytt namn"
    first, second, third, fourth, *rest = before
    expected = (second, fourth, AgendaTheme(first.title, "Nyskrivet\n<b>&", first.backgrounds), third, *rest)
    assert rules.as_agenda(after.themes) == expected
    assert after.number == 2


def test_nothing_changed_makes_no_version(
    session: Session, town: Municipality, template: Template, visit: Visit
) -> None:
    client, address = visit(town.support), f"/dialogmallar/{template.id}/andra"
    fields = FormFields.of(client.get(address).text)
    assert send(client, address, fields, "save").status_code == 302
    assert queries.newest(session, template.id).version.number == 1  # type: ignore[union-attr]
    assert len(history_of(session, "dialogue_template", template.id)) == 1


def test_a_background_nobody_offers_yet_survives_an_edit(
    session: Session, town: Municipality, template: Template, visit: Visit
) -> None:
    version = queries.current_version(session, template.id)
    assert version is not None
    kept = [list(theme.backgrounds) for theme in version.themes]
    assert any("core_mission" in kinds for kinds in kept)
    client, address = visit(town.support), f"/dialogmallar/{template.id}/andra"
    send(client, address, FormFields.of(client.get(address).text), "save", title__t1="Ny rubrik")
    after = queries.current_version(session, template.id)
    assert after is not None
    assert after.number == 2
    assert [theme.backgrounds for theme in after.themes] == kept


def test_two_who_save_at_once_see_both_and_lose_nothing(
    session: Session, town: Municipality, template: Template, another_support: Person, visit: Visit
) -> None:
    address = f"/dialogmallar/{template.id}/andra"
    one, other = visit(town.support), visit(another_support)
    mine, theirs = FormFields.of(one.get(address).text), FormFields.of(other.get(address).text)
    assert send(other, address, theirs, "save", title__t1="Den andras rubrik").status_code == 302
    both = send(one, address, mine, "save", title__t2="Min rubrik")
    assert both.status_code == 409
    assert "Ann Annan sparade version 2 medan du skrev" in both.text
    assert both.text.count("Den andras rubrik") >= 1
    assert ("title-t2", "Min rubrik") in FormFields.of(both.text)
    kept = send(one, address, FormFields.of(both.text), "save")
    assert kept.status_code == 302
    titles = [
        [theme.title for theme in made.version.themes][:2]
        for made in queries.versions_of(session, template.id)
    ]
    assert titles[0][1] == "Min rubrik"
    assert titles[1][0] == "Den andras rubrik"
    assert [made.version.number for made in queries.versions_of(session, template.id)] == [3, 2, 1]


def test_the_same_wish_from_two_is_no_conflict(
    session: Session, town: Municipality, template: Template, another_support: Person, visit: Visit
) -> None:
    address = f"/dialogmallar/{template.id}/andra"
    one, other = visit(town.support), visit(another_support)
    fields = FormFields.of(one.get(address).text)
    for client in (other, one):
        assert send(client, address, fields, "save", title__t1="Samma rubrik").status_code == 302
    assert queries.newest(session, template.id).version.number == 2  # type: ignore[union-attr]


def test_a_name_changed_meanwhile_is_a_conflict_too(
    session: Session, town: Municipality, template: Template, another_support: Person, visit: Visit
) -> None:
    address = f"/dialogmallar/{template.id}/andra"
    one, other = visit(town.support), visit(another_support)
    fields = FormFields.of(one.get(address).text)
    assert send(other, address, fields, "save", name="Den andras namn").status_code == 302
    both = send(one, address, fields, "save", name="Mitt namn")
    assert both.status_code == 409
    assert ("name", "Mitt namn") in FormFields.of(both.text)
    assert "Den andras namn" in both.text


def test_versions_tell_what_changed_and_stay_readable(
    session: Session, town: Municipality, template: Template, visit: Visit
) -> None:
    client, address = visit(town.support), f"/dialogmallar/{template.id}/andra"
    page = send(client, address, FormFields.of(client.get(address).text), "add").text
    send(client, address, FormFields.of(page), "save", title__t6="Ett helt nytt tema")
    versions = client.get(f"/dialogmallar/{template.id}/versioner").text
    assert "Nytt tema: Ett helt nytt tema" in versions
    assert "Sara Stöd" in versions
    assert "Ett helt nytt tema" not in client.get(f"/dialogmallar/{template.id}/version/1").text
    assert client.get(f"/dialogmallar/{template.id}/version/3").status_code == 404
    assert verify(session).faults == []


def test_a_template_is_laid_aside_and_brought_back(
    session: Session, town: Municipality, template: Template, visit: Visit
) -> None:
    client, number = visit(town.support), template.id
    page = client.post(f"/dialogmallar/{number}/undan", follow_redirects=True).text
    assert f'action="/dialogmallar/{number}/tillbaka"' in page
    assert queries.templates_for(session, PairKind.MANAGERS) == []
    assert client.get(f"/dialogmallar/{number}").status_code == 200
    client.post(f"/dialogmallar/{number}/tillbaka")
    session.expire_all()
    assert [one.id for one in queries.templates_for(session, PairKind.MANAGERS)] == [number]
    actions = [change.action for change in history_of(session, "dialogue_template", number)]
    assert actions == ["template.brought_back", "template.retired", "template.adopted"]


def test_a_copy_begins_with_everything_and_is_not_saved_before_it_is(
    session: Session, town: Municipality, template: Template, visit: Visit
) -> None:
    client = visit(town.support)
    fields = FormFields.of(client.get(f"/dialogmallar/ny?fran={template.id}").text)
    assert len(queries.templates_for(session, PairKind.MANAGERS)) == 1
    assert send(client, "/dialogmallar/ny", fields, "save").status_code == 302
    one, other = queries.templates_for(session, PairKind.MANAGERS)
    agendas = [
        rules.as_agenda(version.themes)
        for template_id in (one.id, other.id)
        if (version := queries.current_version(session, template_id))
    ]
    assert agendas[0] == agendas[1]


@pytest.mark.parametrize(
    "address",
    [
        "0",
        "99999",
        "99999999999999",
        "x",
        "1/version/0",
        "1/version/99999999999",
        "ny?fran=99999",
        "ny?fran=%C2%B2",
    ],
)
def test_an_address_that_leads_nowhere_breaks_nothing(address: str, town: Municipality, visit: Visit) -> None:
    assert visit(town.support).get(f"/dialogmallar/{address}").status_code in {200, 404}


def test_pages_are_as_many_statements_however_many_templates(
    session: Session,
    town: Municipality,
    template: Template,
    visit: Visit,
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    client, number = visit(town.support), template.id
    addresses = [
        "/dialogmallar/",
        f"/dialogmallar/{number}",
        f"/dialogmallar/{number}/versioner",
        f"/dialogmallar/{number}/andra",
    ]

    def costs() -> list[int]:
        found = []
        for address in addresses:
            with statements() as sent:
                assert client.get(address).status_code == 200
            found.append(len(sent))
        return found

    before = costs()
    session.commit()
    for count in range(12):
        services.create_template(
            session,
            actor_id=town.support.id,
            name=f"Mall {count}",
            pair_kind="managers",
            themes=[AgendaTheme(f"Tema {n}") for n in range(10)],
        )
        services.save_template(
            session,
            actor_id=town.support.id,
            template_id=number,
            expected=count + 1,
            expected_name=template.name,
            name=template.name,
            themes=[AgendaTheme(f"Tema {n}") for n in range(count + 1)],
        )
    session.commit()
    assert costs() == before
    assert max(before) <= 6
