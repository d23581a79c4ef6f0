"""The people of a file: new ones, and known ones under another name or address."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.organisation.errors import Reason
from app.organisation.planning.draft import Draft
from app.organisation.planning.states import PersonState, own_id, person_facts
from app.organisation.rows import PersonLine


def plan_people(draft: Draft) -> None:
    """Make the people of the file known under ids; who has none from the HR system is known by the address.

    An address alone makes nobody another person: where the name differs, or several have the address, the row is refused.
    """
    by_email = _by_address(draft.now.people.values())
    rows: dict[int, int] = {}
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
            there = [
                one for one in by_email.get(line.email.casefold(), ()) if _may_be_meant(draft, one, line)
            ]
            if there and not _is_certain(draft, line, there):
                continue
            known = there[0].id if there else None
        if known is None:
            if draft.is_nobodys_number(line.row, "person_id", line.id):
                continue
            _new_person(draft, line)
        elif _is_anothers_number(draft, line, draft.now.people.get(known)):
            continue
        elif known in rows:
            _other_id(draft, line, draft.after.people[known])
            continue
        else:
            _known_person(draft, line, known)
        rows[draft.person_ids[line.id]] = line.row
    _refuse_shared_addresses(draft, rows)


def _by_address(people: Iterable[PersonState]) -> dict[str, list[PersonState]]:
    found: dict[str, list[PersonState]] = {}
    for one in people:
        if one.email:
            found.setdefault(one.email.casefold(), []).append(one)
    return found


def _may_be_meant(draft: Draft, one: PersonState, line: PersonLine) -> bool:
    # The address of one who has left may have been given to somebody else.
    return one.is_present(draft.today) or (one.external_id is None and _same_name(one.name, line.name))


def _is_certain(draft: Draft, line: PersonLine, there: list[PersonState]) -> bool:
    """Tell whether a row means the person whose address it has; otherwise say why not."""
    one = there[0]
    if len(there) > 1:
        draft.wrong(
            line.row, "epost", Reason.ADDRESS_OF_SEVERAL, people=sorted(other.name for other in there)
        )
    elif not _same_name(one.name, line.name):
        draft.wrong(line.row, "epost", Reason.ADDRESS_OF_OTHER, person=one.name, name=line.name)
    elif one.external_id:
        _other_id(draft, line, one)
    else:
        return True
    return False


def _other_id(draft: Draft, line: PersonLine, one: PersonState) -> None:
    known = one.external_id or own_id(one.id)
    draft.wrong(line.row, "epost", Reason.ADDRESS_UNDER_OTHER_ID, person=one.name, id=known)


def _is_anothers_number(draft: Draft, line: PersonLine, one: PersonState | None) -> bool:
    """Tell, and note, that a row has our number of somebody here and another name, and no address that says it is the same.

    Numbers are given anew in every Samsyn: in a file from another one they are somebody else's, with an account here.
    """
    if one is None or one.external_id is not None or line.id != own_id(one.id):
        return False
    is_same_address = bool(one.email and line.email and one.email.casefold() == line.email.casefold())
    if not line.name or is_same_address or _same_name(one.name, line.name):
        return False
    draft.wrong(line.row, "person_id", Reason.NUMBER_OF_OTHER, id=line.id, person=one.name, name=line.name)
    return True


def _same_name(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _refuse_shared_addresses(draft: Draft, rows: Mapping[int, int]) -> None:
    """Refuse rows that would give somebody an address which another, who has not left, has as well.

    Looked at when all rows are known: two may change addresses with one another.
    """
    present = [one for one in draft.after.people.values() if one.is_present(draft.today)]
    by_email = _by_address(sorted(present, key=lambda one: rows.get(one.id, 0)))
    for holders in by_email.values():
        for one in holders[1:]:
            before = draft.now.people.get(one.id)
            if one.id in rows and (before is None or before.email != one.email):
                draft.wrong(
                    rows[one.id], "epost", Reason.ADDRESS_TAKEN, address=one.email, person=holders[0].name
                )


def _check_same(draft: Draft, line: PersonLine, first: PersonLine) -> None:
    """Look whether two rows about one person agree, as far as both could be read."""
    told = {"namn": (first.name, line.name), "epost": (first.email, line.email)}
    for column, (one, other) in told.items():
        readable = not any(draft.is_faulty(row, column) for row in (first.row, line.row))
        if readable and one != other:
            draft.wrong(line.row, "namn", "person_differs", id=line.id, first=first.row)
            return


def _new_person(draft: Draft, line: PersonLine) -> None:
    # Without a name the file is refused, and what is told of other rows says by the id who is meant.
    one = PersonState(draft.new_id(), line.id, line.name or line.id, line.email)
    draft.person_ids[line.id] = one.id
    draft.after.people[one.id] = one
    draft.change("person.created", "person", one.id, one.name, {}, person_facts(one))


def _known_person(draft: Draft, line: PersonLine, number: int) -> None:
    before = draft.now.people[number]
    external_id = before.external_id if line.id == own_id(number) else line.id
    after = replace(
        before, external_id=external_id, name=line.name or before.name, email=line.email or before.email
    )
    draft.person_ids[line.id] = number
    draft.after.people[number] = after
    if after != before:
        draft.change(
            "person.changed", "person", number, after.name, person_facts(before), person_facts(after)
        )
