"""What the administrator has begun to change in the steering model of the demo."""

import tomllib
from pathlib import Path
from typing import Any

from app.demo.stage import Act, Stage
from app.modelling import services
from app.modelling.checking import tables_of
from app.steering.loader import SHIPPED
from app.steering.schema import Profile

FILE = "models.toml"


def acts(stage: Stage, profile: Profile, folder: Path) -> list[Act]:
    """Let the administrator copy the model and change it; nothing where the demo says nothing of it."""
    path = folder / FILE
    if not path.exists():
        return []
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return [_draft(stage, profile, one) for one in told["drafts"]]


def _draft(stage: Stage, profile: Profile, told: dict[str, Any]) -> Act:
    yield stage.calendar.past(stage.calendar.meeting(-told["days_ago"], 14, 10))
    who = stage.people[told["by"]]
    text = (SHIPPED / f"{profile.key}.toml").read_text(encoding="utf-8")
    draft = services.copy(
        stage.session, actor_id=who, name=told["name"], text=text, origin_name=profile.name.sv
    )
    for change in told["changes"]:
        tables = tables_of(draft.text)
        was = _change(tables, change)
        becomes = change.get("value", change.get("add"))
        services.change(
            stage.session,
            actor_id=who,
            draft=draft,
            tables=tables,
            place=change["at"],
            was=was,
            becomes=becomes,
        )


def _change(tables: dict[str, Any], change: dict[str, Any]) -> object:
    """Make one change in the tables of a model; gives what stood there."""
    *way, last = change["at"].split(".")
    here: Any = tables
    for step in way:
        here = (
            next(one for one in here if one["key"] == step)
            if isinstance(here, list)
            else here.setdefault(step, {})
        )
    was = here.get(last)
    if "add" in change:
        here[last] = [*(was or ()), change["add"]]
    else:
        here[last] = change["value"]
    return was
