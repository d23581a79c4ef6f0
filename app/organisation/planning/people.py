"""The people of a file: new ones, and known ones under another name or address."""

from dataclasses import replace

from app.organisation.planning.draft import Draft
from app.organisation.planning.states import PersonState, own_id, person_facts
from app.organisation.rows import PersonLine


def plan_people(draft: Draft) -> None:
    """Make the people of the file known under ids; who has none from the HR system is known by the address."""
    by_email = {
        one.email.casefold(): one.id for one in draft.now.people.values() if one.email and not one.external_id
    }
    seen: dict[str, PersonLine] = {}
    for line in draft.lines.people:
        if not line.id:
            continue
        first = seen.setdefault(line.id, line)
        if first is not line:
            _check_same(draft, line, first)
            continue
        known = draft.person_ids.get(line.id)
        if known is None and line.email:
            known = by_email.pop(line.email.casefold(), None)
        if known is None:
            _new_person(draft, line)
        else:
            _known_person(draft, line, known)


def _check_same(draft: Draft, line: PersonLine, first: PersonLine) -> None:
    """Look whether two rows about one person agree, as far as both could be read."""
    told = {"namn": (first.name, line.name), "epost": (first.email, line.email)}
    for column, (one, other) in told.items():
        readable = not any(draft.is_faulty(row, column) for row in (first.row, line.row))
        if readable and one != other:
            draft.wrong(line.row, "namn", "person_differs", id=line.id, first=first.row)
            return


def _new_person(draft: Draft, line: PersonLine) -> None:
    one = PersonState(draft.new_id(), line.id, line.name, line.email)
    draft.person_ids[line.id] = one.id
    draft.after.people[one.id] = one
    draft.change("person.created", "person", one.id, one.name, {}, person_facts(one))


def _known_person(draft: Draft, line: PersonLine, number: int) -> None:
    before = draft.now.people[number]
    external_id = before.external_id if line.id == own_id(number) else line.id
    after = replace(before, external_id=external_id, name=line.name, email=line.email or before.email)
    draft.person_ids[line.id] = number
    draft.after.people[number] = after
    if after != before:
        draft.change(
            "person.changed", "person", number, after.name, person_facts(before), person_facts(after)
        )
