"""Conflicting verbs from several processes: one winner, clear refusals, an audit row for each success.

The figures for 200 verbs from 8 processes come from `python -m tests.stress`; here is a quick round of each conflict.
"""

import json
import os
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection


def own_database():
    """The arguments that name a database beside that of the tests."""
    if connection.vendor == "sqlite":
        return []
    told = connection.settings_dict
    access = f"{quote(told['USER'])}:{quote(told['PASSWORD'])}" if told["PASSWORD"] else quote(told["USER"])
    return ["--url", f"postgres://{access}@{told['HOST']}:{told['PORT'] or 5432}/{told['NAME']}_stress"]


@pytest.mark.django_db
def test_conflicting_verbs_from_several_processes_have_one_winner_each():
    command = [sys.executable, "-m", "tests.stress", "--verbs", "51", "--processes", "3", "--json", *own_database()]
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"DEBUG": "1"}
    ended = subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, timeout=300)
    assert ended.stdout, ended.stderr
    told = json.loads(ended.stdout)
    assert told["broken"] == []
    assert (ended.returncode, told["failed"], told["verbs"], told["kinds of conflict"]) == (0, 0, 51, 17)
    assert told["done"] >= 17 and told["done"] + told["refused"] == 51
