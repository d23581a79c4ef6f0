"""Every page there is: one address for each shape a view's page takes, found by walking the populated municipality."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Flask
from lxml import etree, html

from tests.support.client import SamsynClient
from tests.support.population import people
from tests.support.routes import Address, addresses
from tests.support.signed_in import sign_in
from tests.support.world import World, _aside

TALKERS = ("section_manager", "unit_manager", "chief_executive", "guest")
KEEPERS = ("administrator", "section_manager")
WRITERS = ("unit_manager", "section_manager", "chair", "chief_executive")
DOERS = ("section_manager", "unit_manager", "chief_executive", "employee")
"""Who looks: at dialogues and what comes of them, at everything else, at what units write, at what is to be done."""
TALKED = (
    "decisions.",
    "dialogues.",
    "home.",
    "measuring.",
    "passages.",
    "citizens.",
    "deviations.",
    "reports.",
    "economy.",
    "planning.",
    "quality.",
    "supervision.",
    "risks.",
    "control.",
    "talks.",
)
TO_DO = ("planning.activity", "planning.mine")
WRITTEN = ("writing.", "analysis.", "quoting.", "naming.")
NOT_PAGES = {
    "accounts.form_token": "data for the script",
    "accounts.own.second_step_picture": "a picture",
    "assignments.take_away": "a file",
    "attachments.download": "leads on to a file",
    "attachments.file": "a file",
    "calendars.feed": "for calendar programs",
    "citizens.commitments_file": "a file",
    "citizens.dialogues_file": "a file",
    "citizens.heard_file": "a file",
    "citizens.index": "leads on to the first room the model has",
    "citizens.new_commitment": "not in this model; its form is looked at where one is changed",
    "citizens.new_dialogue": "not in this model; its form is looked at where one is changed",
    "citizens.new_heard": "not in this model; its form is looked at where one is changed",
    "decisions.file_of_one": "a file",
    "decisions.take_away": "a file",
    "dialogues.addenda_again": "leads to the page it is about",
    "dialogues.agreement_again": "leads to the page it is about",
    "dialogues.calendar_file": "a file",
    "dialogues.fetch_history": "a file",
    "dialogues.fetch_record": "a file",
    "dialogues.history_file": "a file",
    "dialogues.meeting_pdf": "a file",
    "dialogues.news": "data for the script",
    "dialogues.note": "data for the script",
    "dialogues.preparation_pdf": "a file",
    "dialogues.record_file": "a file",
    "dialogues.take_along_again": "leads on to the line, or to the list",
    "dialogues.the_day": "a fragment beside the fields of a time, looked at there",
    "dialogues.whole_text": "data for the script",
    "dialogues.write_next": "leads on to a theme",
    "documents.file_of_one": "a file",
    "documents.take_away": "a file",
    "economy.judge_deficit": "not in this model; what it opens is looked at",
    "economy.plan_file": "a file",
    "economy.take_away": "a file",
    "economy.template_file": "a file",
    "modelling.as_file": "a file",
    "modelling.version_as_file": "a file",
    "health.healthz": "for machines",
    "health.readyz": "for machines",
    "drafts.begun": "data for the script",
    "drafts.thrown_again": "leads to the start page",
    "letterhead.arms": "a picture",
    "letterhead.sample": "a file",
    "measuring.chart": "a fragment where the chart is folded, looked at opened there",
    "measuring.choose_period": "leads on to a period",
    "measuring.judge": "a page under models that judge indicators",
    "measuring.take_away": "a file",
    "measuring.template_file": "a file",
    "organisation.branch": "a fragment of the tree, looked at opened there",
    "organisation.take_away": "a file",
    "organisation.template_file": "a file",
    "dialogues.new_personal_goal": "a page under models with personal goals",
    "planning.acknowledging": "a page under models whose goals are acknowledged",
    "planning.checklist": "a page under models with checklists",
    "planning.judge": "a page under models that judge goals",
    "reports.follow_up_plan": "a page under models that follow up by a yearly plan",
    "planning.followed_again": "leads to the page it is about",
    "planning.indicator_again": "leads to the page it is about",
    "planning.part_again": "leads to the page it is about",
    "planning.take_away": "a file",
    "planning.template_file": "a file",
    "passages.answer_again": "leads to the page it is about",
    "reports.deviation_again": "leads to the page it is about",
    "writing.part_again": "leads to the page it is about",
    "quality.take_away": "a file",
    "control.paper_file": "a file",
    "control.fetch_paper": "a file",
    "risks.take_away": "a file",
    "risks.template_file": "a file",
    "quality.why_now": "data for the script",
    "ui.static": "files",
    "writing.fetch": "a file",
    "writing.find_part": "leads on to a part of a text",
    "writing.newest": "leads on to a text",
    "writing.file": "a file",
    "writing.part": "data for the script",
}
"""What answers GET without being a page, and why."""
SIGNED_OUT = {
    "accounts.sign_in": "/logga-in",
    "accounts.forgotten_password": "/glomt-losenord",
    "accounts.link_asked_for": "/glomt-losenord/skickat",
    "accounts.new_password": "/nytt-losenord/nothing-that-was-handed-over",
}
MOST_OF_STATES, MOST_TALKED, MOST = 20, 8, 4
"""Addresses tried of one view; the last twenty dialogues of the population have every state among them."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page worth looking at, and who can open it."""

    endpoint: str
    path: str
    who: str


def views(app: Flask) -> list[str]:
    """Name the views that answer GET, but those known to be no page."""
    named = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return sorted(named - set(NOT_PAGES))


def pages_of(world: World, wanted: list[str]) -> list[Found]:
    """Find the pages of some views; the database must be as `populated` leaves it."""
    return _aside(lambda: _walk(world, wanted))


def _walk(world: World, wanted: list[str]) -> list[Found]:
    found = [Found(name, path, "") for name, path in SIGNED_OUT.items() if name in wanted]
    seen: set[tuple[str, tuple[str, str]]] = set()
    clients: dict[str, SamsynClient] = {}
    with world.app.app_context(), world.session() as session:
        everybody = people(session)
        for name in {*TALKERS, *KEEPERS, *WRITERS, *DOERS}:
            clients[name] = sign_in(world.app.test_client(), session, everybody[name])
        candidates = addresses(world.app, session, "GET")
    for address in _few_of_each([one for one in candidates if one.endpoint in wanted]):
        for name in _lookers(address.endpoint):
            shape = _shape_of(clients[name], address)
            new = {(address.endpoint, part) for part in shape} - seen
            first = address.endpoint not in {one.endpoint for one in found}
            # What is built of the same but for one thing is looked at once.
            if len(new) > 1 or (new and first):
                seen |= new
                found.append(Found(address.endpoint, address.path, name))
    return found


def _lookers(endpoint: str) -> tuple[str, ...]:
    if endpoint in TO_DO:
        return DOERS
    if endpoint.startswith(TALKED):
        return TALKERS
    return WRITERS if endpoint.startswith(WRITTEN) else KEEPERS


def _few_of_each(candidates: list[Address]) -> list[Address]:
    kept: dict[str, list[Address]] = {}
    # What came last has the most in it: from the back.
    for address in sorted(candidates, key=_numbers, reverse=True):
        if address.endpoint in SIGNED_OUT:
            continue
        row = kept.setdefault(address.endpoint, [])
        if len(row) < _most_of(address.endpoint):
            row.append(address)
    return [address for row in kept.values() for address in row]


def _most_of(endpoint: str) -> int:
    if endpoint.startswith(("dialogues.", *WRITTEN)):
        return MOST_OF_STATES
    return MOST_TALKED if endpoint.startswith(TALKED) else MOST


def _numbers(address: Address) -> tuple[list[int], str]:
    return [int(number) for number in re.findall(r"\d+", address.path)], address.path


def _shape_of(client: SamsynClient, address: Address) -> set[tuple[str, str]]:
    answer = client.get(address.path)
    if answer.status_code != 200 or answer.mimetype != "text/html":
        return set()
    # What a page is built of: tags with their classes and types, not the words.
    return {
        (one.tag, f"{one.get('class')} {one.get('type')} {one.get('role')}")
        for one in html.fromstring(answer.get_data(as_text=True)).iter(etree.Element)
    }
