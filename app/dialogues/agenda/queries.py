"""Reads of the dialogue templates. Templates hold no dialogue text: whoever may read one may read all."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from app.db import SWEDISH
from app.dialogues.models import Series, Template, TemplateTheme, TemplateVersion
from app.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Listed:
    """A template as it stands in the list: its version, how many themes it has and how many series use it."""

    template: Template
    number: int
    themes: int
    series: int


@dataclass(frozen=True, slots=True)
class Made:
    """A version with the name of the one who made it; None where it came with the profile."""

    version: TemplateVersion
    by: str | None

    @property
    def at(self) -> datetime:
        """When it was made."""
        return self.version.made_at


def templates_for(session: Session, pair_kind: str) -> list[Template]:
    """Give the templates in use for a kind of pair, by name."""
    return list(
        session.scalars(
            select(Template)
            .where(Template.pair_kind == pair_kind, Template.retired_at.is_(None))
            .order_by(Template.name.collate(SWEDISH), Template.id)
        )
    )


def current_version(session: Session, template_id: int) -> TemplateVersion | None:
    """Give the newest version of a template with its themes and its template, or None."""
    return session.scalars(
        select(TemplateVersion)
        .join(TemplateVersion.template)
        .where(TemplateVersion.template_id == template_id)
        .order_by(TemplateVersion.number.desc())
        .limit(1)
        .options(contains_eager(TemplateVersion.template), selectinload(TemplateVersion.themes))
    ).first()


def one_version(session: Session, template_id: int, number: int) -> Made | None:
    """Give one version of a template with themes, template and maker, or None."""
    row = session.execute(
        select(TemplateVersion, Person.name)
        .outerjoin(Person, Person.id == TemplateVersion.made_by_id)
        .where(TemplateVersion.template_id == template_id, TemplateVersion.number == number)
        .options(joinedload(TemplateVersion.template), selectinload(TemplateVersion.themes))
    ).one_or_none()
    return Made(row[0], row[1]) if row else None


def newest(session: Session, template_id: int) -> Made | None:
    """Give the newest version of a template with themes, template and maker, or None."""
    row = session.execute(
        select(TemplateVersion, Person.name)
        .outerjoin(Person, Person.id == TemplateVersion.made_by_id)
        .where(TemplateVersion.template_id == template_id)
        .order_by(TemplateVersion.number.desc())
        .limit(1)
        .options(joinedload(TemplateVersion.template), selectinload(TemplateVersion.themes))
    ).first()
    return Made(row[0], row[1]) if row else None


def versions_of(session: Session, template_id: int) -> list[Made]:
    """Give every version of a template with its themes, newest first."""
    rows = session.execute(
        select(TemplateVersion, Person.name)
        .outerjoin(Person, Person.id == TemplateVersion.made_by_id)
        .where(TemplateVersion.template_id == template_id)
        .order_by(TemplateVersion.number.desc())
        .options(joinedload(TemplateVersion.template), selectinload(TemplateVersion.themes))
    )
    return [Made(version, name) for version, name in rows]


def series_using(session: Session, template_id: int) -> int:
    """Tell how many running series have a template; their coming meetings will take its newest version."""
    running = select(func.count(Series.id)).where(
        Series.template_id == template_id, Series.ended_on.is_(None)
    )
    return session.scalar(running) or 0


def overview(session: Session) -> list[Listed]:
    """Give every template with its figures in one statement, by name."""
    newest_number = (
        select(func.max(TemplateVersion.number))
        .where(TemplateVersion.template_id == Template.id)
        .correlate(Template)
        .scalar_subquery()
    )
    themes = (
        select(func.count(TemplateTheme.id))
        .join(TemplateVersion, TemplateVersion.id == TemplateTheme.version_id)
        .where(TemplateVersion.template_id == Template.id, TemplateVersion.number == newest_number)
        .correlate(Template)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Template, newest_number, themes, _series_count()).order_by(
            Template.name.collate(SWEDISH), Template.id
        )
    )
    return [Listed(template, number or 0, count, series) for template, number, count, series in rows]


def _series_count() -> ScalarSelect[int]:
    return (
        select(func.count(Series.id))
        .where(Series.template_id == Template.id, Series.ended_on.is_(None))
        .correlate(Template)
        .scalar_subquery()
    )
