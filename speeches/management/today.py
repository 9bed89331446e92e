"""What lies on the desk of the demo on the day it is loaded: texts on their way, brought there by the verbs, and events
that are announced. One text goes live in three languages.

The texts stand in fixtures/today.toml; instants are relative to now, so that a newcomer finds a living desk.
"""

import hashlib
import json
import tomllib
from datetime import datetime, time, timedelta
from functools import cache

from django.conf import settings
from django.utils import timezone

from speeches import clock, text, workflow
from speeches.exchange import suggesting
from speeches.models import Event, EventSeries, Photo, Theme

FIXTURES = settings.BASE_DIR / "fixtures"
LANGUAGES = ("en", "ru", "kk")


def lay_out(writer, reviewer, publisher):
    """Puts the day's work on the desk of the three accounts (users)."""
    entries = tomllib.loads((FIXTURES / "today.toml").read_text(encoding="utf-8"))
    texts = {entry["key"]: entry for entry in entries["texts"]}
    for entry in entries["events"]:
        _announce(entry, publisher)
    _go_live([texts[f"visit-{code}"] for code in LANGUAGES], writer, reviewer)
    _go_live_together([texts[f"law-{code}"] for code in LANGUAGES], writer, reviewer)
    _wait_for_review(texts["canal-en"], texts["canal-ru"], writer, reviewer)
    _draft(texts["call-en"], writer)
    alone = _draft(texts["condolence-en"], publisher)
    reason = "The telegram has gone out, and nobody else is on duty."
    workflow.publish_without_review(alone, publisher, alone.content_hash(), reason=reason)


def _announce(entry, publisher):
    """The event of an entry, that many days from today in the newsroom's zone; one that is here is left alone."""
    now = clock.now()
    begins = timezone.localtime(now).date() + timedelta(days=entry["in_days"])
    fields = {name: value for name, value in entry.items() if name not in ("slug", "series", "in_days", "days")}
    fields |= {
        "starts_on": begins,
        "announced_from": now,
        "series": EventSeries.objects.filter(slug=entry.get("series", "")).first(),
    }
    if "days" in entry:
        fields["ends_on"] = begins + timedelta(days=entry["days"] - 1)
    event, made = Event.objects.get_or_create(slug=entry["slug"], defaults=fields)
    if made:
        workflow.audit("add_record", event, publisher)


def _go_live(entries, writer, reviewer):
    for entry in entries:
        edition = workflow.submit(_draft(entry, writer, group=entry["event"]), writer)
        workflow.approve(edition, reviewer, edition.content_hash())


def _go_live_together(entries, writer, reviewer):
    editions = [_draft(entry, writer, group="law-on-steppe-rivers") for entry in entries]
    bundle = workflow.create_bundle(writer, "Law on Steppe Rivers", editions)
    workflow.submit_bundle(bundle, writer)
    seen = {edition.public_id: edition.content_hash() for edition in bundle.editions.all()}
    tomorrow = timezone.localtime(clock.now()).date() + timedelta(days=1)
    at = timezone.make_aware(datetime.combine(tomorrow, time(10)))
    workflow.approve_bundle(bundle, reviewer, seen, at=at, comment="The three say the same.")


def _wait_for_review(entry, russian, writer, reviewer):
    """A text in review with a conversation and a guest, and its translation, made before the last change."""
    canal = _draft(entry, writer)
    translated = workflow.start_translation(canal, writer, "ru")
    _write(translated, russian, writer)
    old, new = entry["corrected"]
    canal = _write(canal, {**entry, "paragraphs": [line.replace(old, new) for line in entry["paragraphs"]]}, writer)
    link = workflow.invite(canal, writer, "Marat Seitov, Steppe Water Agency", language="en")
    workflow.submit(canal, writer, comment="The twelfth village was added this morning.")
    canal.refresh_from_db()
    start = canal.plain_text.index(new)
    workflow.comment(canal, "Then the summary must say twelve, too.", user=reviewer, start=start, end=start + len(new))
    workflow.comment(canal, "The level is measured twice a day.", link=link)
    _suggest(canal, writer)


def _suggest(edition, writer):
    """Statements of every kind to decide about: one proposed, the others suggested."""
    made = suggesting.suggest(edition, writer)
    first = {version.public_id: workflow.marking.mark_of(version) for version in made[:1]}
    if first:
        workflow.marking.propose(edition, writer, first)


def _draft(entry, writer, group=""):
    event = Event.objects.filter(slug=entry.get("event", "")).first()
    release = {"kind": entry["kind"], "event": event, "translation_group": group}
    edition = workflow.begin(writer, language=entry["language"], title=entry["title"], **release)
    return _write(edition, entry, writer)


def _write(edition, entry, writer):
    content = {name: value for name, value in _content(entry).items() if value != []}
    return workflow.save(edition, writer, content, seen_hash=edition.content_hash())


def _content(entry):
    return {
        "title": entry["title"],
        "summary": entry["summary"],
        "dateline": entry["dateline"],
        "body": text.html_from_paragraphs(entry["paragraphs"]),
        "themes": list(Theme.objects.filter(slug__in=entry.get("themes", ()))),
        "photos": [use for slug in entry.get("photos", ()) if (use := _photo(slug, entry["language"]))],
    }


@cache
def _credits():
    rows = json.loads((FIXTURES / "media" / "credits.json").read_text(encoding="utf-8"))
    return {row["slug"]: row for row in rows}


def _photo(slug, language):
    """The use of a photo of the demo, with its words in `language`; None where it is not loaded."""
    data = (FIXTURES / "media" / f"{slug}.jpg").read_bytes()
    photo = Photo.objects.filter(sha256=hashlib.sha256(data).hexdigest()).first()
    said = _credits()[slug]
    spoken = {name: said[name][language] for name in ("alt", "caption", "credit")}
    return photo and {"photo": photo, "focal_x": said["focal"][0], "focal_y": said["focal"][1], **spoken}
