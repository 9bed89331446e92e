"""`demo`: fills a newsroom on one's own machine with the demo content and four accounts. See fixtures/README.md."""

import hashlib
import json
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from django.db.utils import IntegrityError

from speeches import images, states, workflow
from speeches.management import today
from speeches.models import Edition, ImportSource, Photo, Release
from speeches.uploads import keep_renditions

FIXTURES = settings.BASE_DIR / "fixtures"
SEEDS = settings.BASE_DIR / "seeds"
PASSWORD = "sarydala-demo"
NAMES = {
    "writer": ("Aigerim", "Nurlanova"),
    "reviewer": ("Daniyar", "Ospanov"),
    "publisher": ("Saltanat", "Ibraeva"),
    "admin": ("Yerlan", "Tasbolat"),
}
ACCOUNTS = {
    "writer": (states.Group.WRITERS, "drafts and submits"),
    "reviewer": (states.Group.REVIEWERS, "approves or asks for changes"),
    "publisher": (states.Group.PUBLISHERS, "schedules, publishes, corrects, withdraws"),
    "admin": (states.Group.ADMINISTRATORS, "people, accounts, imports; may do everything"),
}
VOCABULARY = ("groups", "themes", "people", "events", "patterns", "standing_texts")
"""The fixtures of which only what is missing is loaded, in this order."""


class Command(BaseCommand):
    help = "Loads the demo: fixtures, photos, seeds and four accounts. May be run again; what was changed is kept."

    def handle(self, **options):
        if not settings.DEBUG:
            raise CommandError(
                "The demo has accounts with a known password; it is loaded only where DEBUG is on (DEBUG=1)."
            )
        try:
            loaded = is_loaded()
        except DatabaseError as error:
            raise CommandError(f"The database has no tables yet; run `manage.py migrate` first ({error}).") from error
        if loaded:
            self.stdout.write("The demo is already loaded; nothing of it was changed.")
            self.accounts(make_accounts())
        else:
            self.load()
        self.files()
        self.seeds()
        if not loaded:
            today.lay_out(*(User.objects.get(username=name) for name in ("writer", "reviewer", "publisher")))
            self.stdout.write("desk: a day's work laid out")

    def load(self):
        try:
            with transaction.atomic():
                for name in VOCABULARY:
                    self.stdout.write(f"{name}: {load_missing(name)} loaded")
                made = make_accounts()
                if (FIXTURES / "releases.json").exists():
                    call_command("loaddata", str(FIXTURES / "releases.json"), verbosity=0)
        except IntegrityError as error:
            raise CommandError(
                f"The demo does not fit into what this newsroom already holds; load it into an empty one. ({error})"
            ) from error
        self.stdout.write(f"releases: {len(demo_releases())} loaded")
        self.accounts(made)

    def files(self):
        stored = store_media()
        if stored:
            self.stdout.write(f"photos: {stored} files stored in {default_storage.location}")

    def seeds(self):
        self.stdout.write("seeds: ", ending="")
        before = set(ImportSource.objects.values_list("release", flat=True))
        call_command("import_releases", str(SEEDS), "--as", "published", stdout=self.stdout, stderr=self.stderr)
        fresh = set(ImportSource.objects.values_list("release", flat=True)) - before
        accepted = accept_statements(Edition.objects.live().filter(release__in=fresh))
        if accepted:
            self.stdout.write(f"statements: {accepted} proposed by the writer and accepted by the reviewer")

    def accounts(self, accounts):
        self.stdout.write(f"accounts, with the password {PASSWORD}:")
        for user, kept in accounts:
            own = "" if kept else " (its password was changed since)"
            self.stdout.write(f"  {user.username:10} {ACCOUNTS[user.username][1]}{own}")


def accept_statements(editions):
    """The demo's writer proposes what was suggested in these editions, its reviewer accepts it; how many."""
    writer, reviewer = (User.objects.get(username=name) for name in ("writer", "reviewer"))
    marks, accepted = workflow.marking.mark_of, 0
    for edition in editions.filter(statement_versions__status=states.StatementStatus.SUGGESTED).distinct():
        found = edition.statement_versions.filter(status=states.StatementStatus.SUGGESTED)
        found = found.exclude(speaker=None, speaker_name="")
        proposed = workflow.marking.propose(edition, writer, {one.public_id: marks(one) for one in found})
        workflow.marking.accept(edition, reviewer, {one.public_id: marks(one) for one in proposed})
        accepted += len(proposed)
    return accepted


def demo_releases():
    """The public ids of the releases of the demo, as a list."""
    path = FIXTURES / "releases.json"
    rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return [row["fields"]["public_id"] for row in rows if row["model"] == "speeches.release"]


def is_loaded():
    """Whether the releases of the demo are here, changed or not."""
    return Release.objects.filter(public_id__in=demo_releases()).exists()


def load_missing(name):
    """Loads what the fixture `name` has and the database has not, by natural key; gives the number of rows."""
    rows = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    missing = [row for row in rows if not _is_here(row)]
    if missing:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{name}.json"
            path.write_text(json.dumps(missing, ensure_ascii=False), encoding="utf-8")
            call_command("loaddata", str(path), verbosity=0)
    return len(missing)


def _is_here(row):
    model = apps.get_model(row["model"])
    key = getattr(model, "natural_key_field", "name")
    return model._default_manager.filter(**{key: row["fields"][key]}).exists()


def make_accounts():
    """The four accounts, made where they are missing; gives (user, whether it has the demo password) of each."""
    encoded, checked, accounts = make_password(PASSWORD), {}, []
    for name, (group, _work) in ACCOUNTS.items():
        user, made = User.objects.get_or_create(
            username=name,
            defaults={
                "password": encoded,
                "email": f"{name}@demo.example",
                "first_name": NAMES[name][0],
                "last_name": NAMES[name][1],
                "is_staff": True,
                "is_superuser": name == "admin",
            },
        )
        if made:
            user.groups.add(Group.objects.get(name=group))
            checked[encoded] = True
        elif user.password not in checked:
            checked[user.password] = check_password(PASSWORD, user.password)
        accounts.append((user, checked[user.password]))
    return accounts


def store_media():
    """Stores the files of the demo's photos and makes their renditions where either is missing; how many files."""
    originals = {}
    for path in sorted((FIXTURES / "media").glob("*.jpg")):
        data = path.read_bytes()
        originals[hashlib.sha256(data).hexdigest()] = data
    photos = Photo.objects.filter(sha256__in=originals).prefetch_related("renditions")
    missing = [photo for photo in photos if not _is_whole(photo)]
    with ThreadPoolExecutor() as pool:
        made = pool.map(lambda photo: list(images.renditions(originals[photo.sha256])), missing)
    return sum(
        _store(photo, originals[photo.sha256], renditions) for photo, renditions in zip(missing, made, strict=True)
    )


def _is_whole(photo):
    renditions = photo.renditions.all()
    return renditions and all(stored.storage.exists(stored.name) for stored in photo.stored_files())


def _store(photo, data, renditions):
    """Gives the number of files stored. A rendition with other bytes than its row says is left missing."""
    files = {photo.file.name: data}
    with transaction.atomic():
        if not photo.renditions.all():
            keep_renditions(photo, renditions)
            stored = len(renditions)
        else:
            stored = 0
            by_hash = {rendition.sha256: rendition.data for rendition in renditions}
            files |= {row.file.name: by_hash[row.sha256] for row in photo.renditions.all() if row.sha256 in by_hash}
        for name, content in files.items():
            if not default_storage.exists(name):
                default_storage.save(name, ContentFile(content))
                stored += 1
    return stored
