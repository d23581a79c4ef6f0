"""The demo of each further model loads as the command loads it, lets everyone in, and tells of the other demos."""

from __future__ import annotations

import json
import shutil
import sys

import pytest

from app.demo import script
from tests.support.demos import run_in

OTHERS = [key for key in script.municipalities() if key != "tranemo"]

# In a process of its own: which texts are written depends on the model a process starts with.
VISIT = """
import json, re
from app import create_app
from app.demo import script
from app.db import db
from app.dialogues.models import Dialogue
from app.planning.models import Goal
from app.records.verifying import verify
from sqlalchemy import func, select
from tests.support.demo_days import not_worked, numbers_of_another_year
app = create_app()
key = app.config["PROFILE"]
told = {"entered": {}, "offered": ""}
with app.app_context():
    told["states"] = sorted(set(db.session.scalars(select(Dialogue.state))))
    told["linked"] = db.session.scalar(select(func.count()).where(Goal.above_id.is_not(None)))
    told["faults"] = len(verify(db.session).faults)
    told["days"] = not_worked(db.session) + numbers_of_another_year(db.session)
for person in script.organisation(key).persons:
    client = app.test_client()
    page = client.get("/logga-in").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    form = {"csrf_token": token, "username": person.username, "password": "samsyn-demo", "next": "/"}
    answer = client.post("/logga-in", data=form)
    told["entered"][person.username] = [answer.status_code, client.get("/").status_code, person.line in page]
    told["offered"] = page
print(json.dumps(told))
"""


@pytest.mark.parametrize("key", OTHERS)
def test_the_demo_of_a_model_is_whole_and_everyone_can_begin(tmp_path, key, loaded_demo):
    shutil.copytree(loaded_demo(key), tmp_path, dirs_exist_ok=True)
    told = json.loads(run_in(tmp_path, key, sys.executable, "-c", VISIT))
    assert {"established", "held", "preparing", "planned", "establishing", "cancelled"} >= set(told["states"])
    assert {"established", "held", "preparing", "planned", "establishing"} <= set(told["states"])
    assert told["linked"] >= 5
    assert told["faults"] == 0
    assert told["days"] == []
    assert set(map(tuple, told["entered"].values())) == {(303, 200, True)}
    assert "make demo PROFILE=tranemo" in told["offered"]
    assert f"make demo PROFILE={key}" not in told["offered"]
