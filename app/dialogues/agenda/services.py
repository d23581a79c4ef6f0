"""Writes to the dialogue templates: taking in the profile's, making, copying, changing, retiring."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app import clock
from app.cleaning import clean_line
from app.dialogues.agenda import rules
from app.dialogues.agenda.errors import NotComplete, SavedMeanwhile
from app.dialogues.agenda.rules import AgendaTheme
from app.dialogues.models import Template, TemplateTheme, TemplateVersion
from app.records.services import record
from app.steering.schema import DialogueTemplate, Profile

KIND = "dialogue_template"


def adopt_profile_templates(session: Session, profile: Profile) -> int:
    """Take in the profile's templates that are not here yet, in Swedish; tell how many there were.

    Can be run again at any time: what the municipality has changed, renamed or retired since is left alone.
    """
    known = set(session.scalars(select(Template.profile_key).where(Template.profile_key.is_not(None))))
    taken = 0
    for shipped in profile.dialogue_templates:
        key = rules.profile_key(profile.key, shipped.key)
        if key in known:
            continue
        _create(
            session,
            actor_id=None,
            name=shipped.name.sv,
            pair_kind=shipped.pair_kind,
            themes=_themes_of(shipped),
            profile_key=key,
        )
        taken += 1
    return taken


def _themes_of(shipped: DialogueTemplate) -> tuple[AgendaTheme, ...]:
    return tuple(
        AgendaTheme(
            theme.title.sv,
            "\n".join(question.sv for question in theme.questions),
            tuple(theme.backgrounds),
        )
        for theme in shipped.themes
    )


def create_template(
    session: Session, *, actor_id: int, name: str, pair_kind: str, themes: Sequence[AgendaTheme]
) -> Template:
    """Make a template with its first version; raises `NotComplete`."""
    name, tidy = _complete(name, pair_kind, themes)
    return _create(session, actor_id=actor_id, name=name, pair_kind=pair_kind, themes=tidy)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did: the version that stands now, whether it is new, whether the name changed."""

    number: int
    new_version: bool
    renamed: bool


def save_template(
    session: Session,
    *,
    actor_id: int,
    template_id: int,
    expected: int,
    expected_name: str,
    name: str,
    themes: Sequence[AgendaTheme],
) -> Saved:
    """Keep what was written: a new version when the themes changed, a new name when that did.

    `expected` and `expected_name` are what the writer began from. Raises `SavedMeanwhile` when either is no
    longer so and the writer's wish is another, `NotComplete` when something must be filled in.
    """
    template = session.scalars(
        select(Template)
        .where(Template.id == template_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    current = _current(session, template_id)
    name, tidy = _complete(name, template.pair_kind, themes)
    if rules.as_agenda(current.themes) == tidy and template.name == name:
        return Saved(current.number, new_version=False, renamed=False)
    if current.number != expected or template.name != expected_name:
        raise SavedMeanwhile(current.number)
    renamed = template.name != name
    if renamed:
        record(
            session,
            actor_id=actor_id,
            action="template.renamed",
            kind=KIND,
            object_id=template.id,
            before={"name": template.name},
            after={"name": name},
        )
        template.name = name
    if rules.as_agenda(current.themes) == tidy:
        session.flush()
        return Saved(current.number, new_version=False, renamed=renamed)
    version = _add_version(session, template.id, current.number + 1, actor_id, tidy)
    record(
        session,
        actor_id=actor_id,
        action="template.changed",
        kind=KIND,
        object_id=template.id,
        before=_content(template.name, current.number, rules.as_agenda(current.themes)),
        after=_content(template.name, version.number, tidy),
    )
    return Saved(version.number, new_version=True, renamed=renamed)


def retire(session: Session, *, actor_id: int, template: Template) -> bool:
    """Lay a template aside: no longer offered; planned meetings keep their themes. Tells if it changed."""
    if template.retired_at is not None:
        return False
    template.retired_at = clock.now()
    record(session, actor_id=actor_id, action="template.retired", kind=KIND, object_id=template.id)
    return True


def bring_back(session: Session, *, actor_id: int, template: Template) -> bool:
    """Offer a retired template again. Tells whether it was retired."""
    if template.retired_at is None:
        return False
    template.retired_at = None
    record(session, actor_id=actor_id, action="template.brought_back", kind=KIND, object_id=template.id)
    return True


def _complete(
    name: str, pair_kind: str, themes: Sequence[AgendaTheme]
) -> tuple[str, tuple[AgendaTheme, ...]]:
    name, tidy = clean_line(name), rules.cleaned(themes)
    wrong = rules.faults(name, pair_kind, tidy)
    if wrong:
        raise NotComplete(wrong)
    return name, tidy


def _create(
    session: Session,
    *,
    actor_id: int | None,
    name: str,
    pair_kind: str,
    themes: tuple[AgendaTheme, ...],
    profile_key: str | None = None,
) -> Template:
    template = Template(name=name, pair_kind=pair_kind, profile_key=profile_key)
    session.add(template)
    session.flush()
    _add_version(session, template.id, 1, actor_id, themes)
    record(
        session,
        actor_id=actor_id,
        action="template.adopted" if profile_key else "template.created",
        kind=KIND,
        object_id=template.id,
        after={"pair_kind": pair_kind, "profile_key": profile_key, **_content(name, 1, themes)},
    )
    return template


def _add_version(
    session: Session, template_id: int, number: int, actor_id: int | None, themes: tuple[AgendaTheme, ...]
) -> TemplateVersion:
    version = TemplateVersion(
        template_id=template_id, number=number, made_at=clock.now(), made_by_id=actor_id
    )
    version.themes = [
        TemplateTheme(
            position=position,
            title=theme.title,
            questions=theme.questions,
            backgrounds=list(theme.backgrounds),
        )
        for position, theme in enumerate(themes, start=1)
    ]
    session.add(version)
    session.flush()
    return version


def _current(session: Session, template_id: int) -> TemplateVersion:
    return session.scalars(
        select(TemplateVersion)
        .where(TemplateVersion.template_id == template_id)
        .order_by(TemplateVersion.number.desc())
        .limit(1)
        .options(joinedload(TemplateVersion.template), selectinload(TemplateVersion.themes))
        .execution_options(populate_existing=True)
    ).one()


def _content(name: str, number: int, themes: tuple[AgendaTheme, ...]) -> dict[str, object]:
    return {
        "name": name,
        "version": number,
        "themes": [
            {"title": t.title, "questions": t.questions, "backgrounds": list(t.backgrounds)} for t in themes
        ],
    }
