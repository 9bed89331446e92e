"""The page of an edition's statements, and the queue: who may do what there, and that nothing stale is done."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from speeches.admin import found_by
from speeches.admin.statement_forms import text_hash
from speeches.extraction import extract
from speeches.models import StatementVersion
from speeches.workflow import marking
from tests import extraction, factories
from tests.desk import alerts, sign_in, text_of

pytestmark = pytest.mark.django_db

CANAL = "the canal reaches every village of the steppe"
SPRING = "the work will go on in spring"


def page_of(edition, **query):
    address = reverse("admin:edition_statements", args=[edition.public_id])
    return address + ("?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else "")


def seen(*versions):
    fresh = StatementVersion.objects.in_bulk([version.pk for version in versions])
    return [f"{version.public_id}:{marking.mark_of(fresh[version.pk])}" for version in versions]


def post(client, edition, do, *versions, follow=True, **data):
    return client.post(page_of(edition), {"do": do, "seen": seen(*versions), **data}, follow=follow)


def suggested(edition, quote=CANAL, **fields):
    fields = {"status": "suggested", "speaker_name": "Aidar Bekmuratov", "pattern": "verb + that"} | fields
    return factories.statement(edition, quote, **fields)


def form(edition, **changes):
    start = edition.plain_text.index(CANAL)
    data = {"begins": start, "ends": start + len(CANAL), "start": start, "end": start + len(CANAL)}
    data |= {"speaker_name": "Aidar Bekmuratov", "mode": "indirect", "cue": "noted that"}
    return data | {"text_hash": text_hash(edition), "do": "write"} | changes


def test_the_way_of_a_suggestion_to_the_public():
    edition = factories.live()
    version = suggested(edition)
    writer, reviewer = sign_in("writer"), sign_in("reviewer")
    page = text_of(writer.get(page_of(edition)))
    assert "Suggested" in page and "verb + that" in page and 'value="propose"' in page and 'value="accept"' not in page
    assert "1 statement proposed." in text_of(post(writer, edition, "propose", version))
    assert 'value="accept"' in text_of(reviewer.get(page_of(edition)))
    assert "1 statement accepted." in text_of(post(reviewer, edition, "accept", version))
    assert list(StatementVersion.objects.live()) == [version]


def test_words_are_marked_adjusted_split_joined_and_taken_off():
    edition = factories.live()
    writer, reviewer = sign_in("writer"), sign_in("reviewer")
    person, theme = factories.person(), factories.theme()
    assert 'id="write"' in text_of(writer.get(page_of(edition, start=0, end=20)))
    writer.post(page_of(edition), form(edition, speaker=person.slug, speaker_name="", themes=[theme.slug]))
    version = StatementVersion.objects.get()
    assert (version.quote, version.speaker, version.status, list(version.themes.all())) == (
        CANAL,
        person,
        "proposed",
        [theme],
    )
    assert 'name="begins"' in text_of(writer.get(page_of(edition, edit=version.public_id)))
    writer.post(page_of(edition), form(edition, cue="noted", seen=seen(version)))
    version.refresh_from_db()
    assert version.cue == "noted"
    assert "The second begins with" in text_of(writer.get(page_of(edition, split=version.public_id)))
    at = edition.plain_text.index("every village")
    post(writer, edition, "split", version, at=at)
    first, second = StatementVersion.objects.order_by("start")
    assert (first.quote, second.quote) == ("the canal reaches", "every village of the steppe")
    assert 'value="join"' in text_of(writer.get(page_of(edition)))
    post(writer, edition, "join", first, second)
    first.refresh_from_db()
    assert first.quote == CANAL
    post(reviewer, edition, "accept", first)
    assert "Take off" in text_of(reviewer.get(page_of(edition)))
    assert "needs a reason" in text_of(post(reviewer, edition, "take_off", first, reason=" "))
    post(reviewer, edition, "take_off", first, reason="It was somebody else.")
    first.refresh_from_db()
    assert first.status == "rejected" and first.statement.taken_off_reason == "It was somebody else."
    assert "Propose after all" in text_of(writer.get(page_of(edition)))


def test_a_change_of_what_is_public_waits_for_a_second_person():
    edition = factories.live()
    version = factories.statement(edition, CANAL, speaker_name="Somebody")
    writer, reviewer = sign_in("writer"), sign_in("reviewer")
    writer.post(page_of(edition), form(edition, seen=seen(version)))
    page = text_of(reviewer.get(page_of(edition)))
    assert "Change proposed" in page and "Reject the change" in page and "<del>Somebody</del>" in page
    assert StatementVersion.objects.live().get().speaker_name == "Somebody"
    post(reviewer, edition, "accept", version)
    assert StatementVersion.objects.live().get().speaker_name == "Aidar Bekmuratov"


def test_a_lost_passage_is_confirmed_or_selected_anew():
    first = factories.live()
    factories.statement(first, CANAL, speaker_name="Somebody")
    writer = sign_in("writer")
    draft = factories.next_draft(first, body=factories.BODY.replace("noted that", "denied that"))
    version = draft.statement_versions.get()
    assert "It still holds" in text_of(writer.get(page_of(draft)))
    post(writer, draft, "confirm", version)
    version.refresh_from_db()
    assert version.status == "proposed"
    gone = factories.next_draft(factories.live(), body="<p>Nothing was said.</p>")
    lost = factories.statement(gone, "Nothing", speaker_name="X", status="needs_review", score=0)
    page = text_of(writer.get(page_of(gone)))
    assert "Select anew" in page and "It still holds" not in page
    assert "no longer in this text" in text_of(post(writer, gone, "confirm", lost))


def test_two_people_at_once_and_forms_with_faults():
    edition = factories.live()
    version = suggested(edition)
    old = seen(version)
    writer, other = sign_in("writer"), sign_in("writer", "writer2")
    post(other, edition, "propose", version)
    answer = writer.post(page_of(edition), {"do": "reject", "seen": old, "version": version.public_id}, follow=True)
    assert "changed by somebody else" in text_of(answer)
    answer = writer.post(page_of(edition), form(edition, seen=old))
    assert answer.status_code == 200 and "changed by somebody else" in alerts(answer)
    assert "ends before it begins" in text_of(
        writer.post(page_of(edition), form(edition, begins=64, ends=20, start=64, end=20))
    )
    assert writer.post(page_of(edition), {"do": "sing"}).status_code == 404
    for seen_now in ([], ["x"], ["\0:1"], ["nobody:mark"]):
        for do in ("propose", "accept", "reject", "split", "join", "confirm", "take_off"):
            answer = writer.post(page_of(edition), {"do": do, "seen": seen_now, "at": "x", "reason": "So."})
            assert answer.status_code == 302, (do, seen_now)
    for query in ({"start": "x", "end": "9"}, {"start": 9, "end": 9}, {"start": 0, "end": 9**9}, {"edit": "nobody"}):
        assert writer.get(page_of(edition, **query)).status_code == 200
    for changes in ({"begins": "x"}, {"start": "9" * 30}, {"speaker": "\0"}, {"mode": "sung"}, {"cue": "c" * 300}):
        assert writer.post(page_of(edition), form(edition, **changes)).status_code == 200
    assert StatementVersion.objects.count() == 1
    reviewer, others = sign_in("reviewer"), [suggested(edition, SPRING), factories.statement(edition, "Aidar")]
    for do in ("propose", "accept", "reject", "split", "join", "confirm", "take_off"):
        assert post(reviewer, edition, do, version, *others, follow=False, at="-1", reason="So.").status_code == 302, do


def test_who_may_not_is_shown_no_buttons_and_refused():
    edition = factories.live()
    version = suggested(edition)
    administrator = sign_in("administrator")
    assert 'name="do"' not in text_of(administrator.get(page_of(edition)))
    assert "does not allow" in text_of(post(administrator, edition, "propose", version))
    assert sign_in("outsider").get(page_of(edition)).status_code == 403
    withdrawn = factories.withdrawn()
    assert 'name="do"' not in text_of(sign_in("reviewer").get(page_of(withdrawn)))


def test_looking_for_statements():
    edition, writer = factories.live(), sign_in("writer")
    assert "2 statements suggested" in text_of(post(writer, edition, "suggest"))
    assert "find nothing" in text_of(post(writer, edition, "suggest"))


def test_the_queue_counts_and_filters():
    reviewer = sign_in("reviewer")
    queue = reverse("admin:statement_queue")
    assert "No statement waits" in text_of(reviewer.get(queue))
    edition, russian = factories.live(title="The canal"), factories.live(title="Канал", language="ru")
    suggested(edition)
    suggested(russian, status="proposed", proposed_by=factories.user("writer"))
    suggested(russian, SPRING, status="proposed", proposed_by=reviewer.user)
    page = text_of(reviewer.get(queue))
    assert "The canal" in page and "Wait for a second person: 1" in page and "Proposed by me: 1" in page
    assert "The canal" not in text_of(reviewer.get(queue, {"kind": "proposed"}))
    assert "Канал" not in text_of(reviewer.get(queue, {"language": "en"}))
    assert reviewer.get(queue, {"kind": "x", "language": "\0", "page": "x"}).status_code == 200
    assert sign_in("outsider").get(queue).status_code == 403


def test_pages_ask_the_database_the_same_however_much_there_is():
    reviewer, edition, theme = sign_in("reviewer"), factories.live(), factories.theme()

    def filled(quote):
        """One of each: a suggestion, and a statement with a change that waits."""
        person = factories.person(f"p-{len(quote)}")
        suggested(edition, quote, speaker=person, themes=[theme])
        said = factories.statement(edition, quote, speaker=person, themes=[theme])
        fields = {"status": "proposed", "statement": said.statement, "replaces": said, "proposed_by": reviewer.user}
        factories.statement(edition, quote, speaker=person, themes=[theme], **fields)

    def asked(address):
        with CaptureQueriesContext(connection) as queries:
            assert reviewer.get(address).status_code == 200
        return len(queries)

    addresses = (page_of(edition), reverse("admin:statement_queue"))
    filled(CANAL)
    [asked(address) for address in addresses]
    before = [asked(address) for address in addresses]
    for quote in ("the canal", "every village", SPRING):
        filled(quote)
    suggested(factories.live())
    assert [asked(address) for address in addresses] == before


def test_the_way_there_from_other_pages():
    edition = factories.in_review()
    suggested(edition)
    reviewer = sign_in("reviewer")
    address = page_of(edition)
    places = [("edition", edition.public_id), ("edition_verb", edition.public_id, "approve")]
    for name, *args in [*places, ("speeches_release_change", edition.release_id)]:
        assert address in text_of(reviewer.get(reverse(f"admin:{name}", args=args))), name
    StatementVersion.objects.update(status="proposed")
    assert reverse("admin:statement_queue") + "?kind=proposed" in text_of(reviewer.get(reverse("admin:index")))


@pytest.mark.once
def test_every_pattern_that_finds_something_has_a_name_at_the_desk():
    found = set()
    for folder in (extraction.CORPUS.parent / name for name in ("corpus", "fresh", "fresh2")):
        for language in ("en", "ru", "kk"):
            for _name, source, title, spans, _sentences in extraction.read(folder, language):
                found |= {passage.pattern for passage in extract(source, spans, language, title=title)}
    with translation.override("en"):
        assert len(found) > 30 and found <= set(map(str, found_by.NAMES))
        assert found_by.name_of("somebody says") == "somebody says" and not found_by.name_of("")
