"""The interface for programs holds what its document promises, whatever is asked: schemathesis, with all its checks."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import translation
from hypothesis import HealthCheck, settings
from openapi_spec_validator import validate
from schemathesis.specs.openapi.checks import positive_data_acceptance

from newsroom.wsgi import application
from speeches.api.document import document as document_of
from speeches.api.routes import api
from tests import factories
from tests.public import everything_live

pytestmark = pytest.mark.django_db
NO_SCHEMA_SAYS = {"theme", "person", "series", "event", "since", "until", "as_of", "after"}
EXAMPLES = 8
"""For each address; the same at each run."""


@pytest.fixture
def document(client):
    return client.get("/api/v1/openapi.json").json()


def test_the_document_is_valid(document):
    validate(document)


schema = schemathesis.openapi.from_dict(document_of(api))
schema.app = application


@pytest.fixture(autouse=True)
def scene(db, settings):
    settings.ALLOWED_HOSTS = ["*"]
    for signal in (request_started, request_finished):  # as Django's own client does: the test's transaction is open
        signal.disconnect(close_old_connections)
    everything_live(1, "ru")
    factories.corrected(everything_live(2))
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def well_formed_data_are_refused_with_reason(context, response, case):
    """In the place of schemathesis's own check: what no schema can say (which records there are, what has not come
    yet, where a list can go on) may be refused, and nothing else that is well-formed."""
    if response.status_code == 400 and case.meta.generation.mode.is_positive:
        refused = {error["parameter"] for error in response.json()["errors"]}
        assert refused and refused <= NO_SCHEMA_SAYS, refused


def _test_of(path):
    """The test of one address: by a name of its own, for schemathesis gives all of them one, which xdist mistakes."""

    @schema.include(path=path).parametrize()
    @settings(
        max_examples=EXAMPLES, derandomize=True, deadline=None, suppress_health_check=[*HealthCheck], database=None
    )
    def answers_as_documented(case):
        with translation.override("en"):
            case.call_and_validate(
                headers={"Accept-Encoding": "identity"},  # over WSGI nothing would unpack it
                excluded_checks=[positive_data_acceptance],
                additional_checks=[well_formed_data_are_refused_with_reason],
            )

    return answers_as_documented


for _path, _methods in document_of(api)["paths"].items():
    globals()[f"test_{_methods['get']['operationId']}_answers_as_documented"] = _test_of(_path)
