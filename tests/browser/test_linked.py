"""JSON-LD under the policy of the site, in Chromium: a block of data, which nothing executes and nothing blocks."""

import json

import pytest

from tests import factories
from tests.public import everything_live

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.no_cover]

REPORTS = """
window.told = [];
addEventListener("securitypolicyviolation", (event) => told.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


def test_linked_data_is_there_whole_and_the_policy_has_nothing_against_it(visitor):
    edition = everything_live(title="</script><script>window.ran = true</script> <!-- & water", kind="speech")
    factories.tenure(edition.statement_versions.get().speaker, factories.office(), held_from="2021-01-20")
    visitor.add_init_script(REPORTS)
    things = (edition.release, edition.release.event, edition.statement_versions.get())
    for path in ("/en/", *(thing.get_absolute_url() for thing in things)):
        answer = visitor.goto(path)
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        blocks = visitor.eval_on_selector_all(
            "script[type='application/ld+json']", "found => found.map(one => one.textContent)"
        )
        [graph] = [json.loads(block)["@graph"] for block in blocks]
        assert graph[0]["@id"].endswith(path)
        assert visitor.evaluate("window.told") == [] and not visitor.evaluate("window.ran")
        scripts = visitor.eval_on_selector_all(
            "script:not([type='application/ld+json'])", "found => found.map(one => one.src)"
        )
        assert len(scripts) == 1 and scripts[0].endswith("site.js")


def test_the_policy_would_tell(visitor, complaints):
    """Without this the test above could pass by hearing nothing."""
    visitor.add_init_script(REPORTS)
    visitor.goto("/en/")
    visitor.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'ran = 1'}))")
    visitor.wait_for_function("window.told.length > 0")
    assert visitor.evaluate("window.told")[0].startswith("script-src")
    assert complaints
    complaints.clear()
