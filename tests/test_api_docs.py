"""The examples of docs/api.md, run by curl against a served site."""

import os
import re
import subprocess

import pytest
from django.conf import settings

from tests.public import everything_live

EXAMPLES = re.findall(r"^curl .*$", (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.django_db(transaction=True)
def test_the_examples_of_the_document_run(live_server):
    edition = everything_live(1)
    version = edition.statement_versions.get()
    known = {
        "SITE": live_server.url,
        "RELEASE": edition.release.public_id,
        "STATEMENT": version.statement.public_id,
        "PERSON": version.speaker.slug,
        "THEME": edition.themes.get().slug,
    }
    assert len(EXAMPLES) > 10
    for example in EXAMPLES:
        if "as_of=" in example:
            example = example.replace("2026-11-24T09:00:00Z", f"{edition.release.published_at:%Y-%m-%dT%H:%M:%S}Z")
        command = example.replace(
            "curl ", "curl --silent --show-error --output /dev/null --write-out '%{http_code}' ", 1
        )
        run = ["bash", "-c", command]  # as somebody types it
        answer = subprocess.run(run, env=os.environ | known, capture_output=True, text=True, timeout=30)  # noqa: S603
        assert answer.stdout == "200", (example, answer)
