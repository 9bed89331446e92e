"""Releases, their editions, and the one door to what the public may see."""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from taggit.managers import TaggableManager

from speeches import clock, record, text
from speeches.states import OPEN, PERMISSIONS, ChangeKind, ReleaseKind, Standing, State, StatementStatus

from .base import NaturalKeyManager, PublicModel, checked_instant
from .events import Event


def standing(at, path=""):
    """The condition that a showing (reached over `path`, such as "release__") covers the instant `at`."""
    begun = Q(**{f"{path}showings__shown_from__lte": at})
    return begun & (Q(**{f"{path}showings__shown_until": None}) | Q(**{f"{path}showings__shown_until__gt": at}))


def through_the_door(queryset, at=None, path=""):
    """`queryset`, restricted to rows whose edition (reached over `path`, such as "edition__") the public sees at `at`.

    `at` is an aware instant, by default now. Shown is what stood at `at`, unless it was withdrawn or redacted
    since: what was taken back does not come back by asking for the past. Raises FutureInstant.
    """
    now = checked_instant(None)
    shown = queryset.filter(standing(checked_instant(at), path), **{f"{path}redacted_at": None})
    if at is not None:
        still = f"{path}release__"
        shown = shown.filter(standing(now, still), **{f"{still}showings__edition__isnull": False})
    return shown


class ReleaseQuerySet(models.QuerySet):
    def live(self, at=None):
        """Releases of which an edition is live at `at`."""
        return self.filter(Exists(Edition.objects.live(at).filter(release=OuterRef("pk"))))

    def known(self):
        """Releases of which the public knows now: at their address stands an edition or a withdrawal notice."""
        return self.filter(standing(clock.now()))


class Release(PublicModel):
    """The lasting thing with an address. What it says stands in its editions."""

    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    slug = models.SlugField(_("address"), max_length=120)
    kind = models.CharField(_("kind"), max_length=30, choices=ReleaseKind.choices, default=ReleaseKind.PRESS_RELEASE)
    event = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.PROTECT, related_name="releases", verbose_name=_("event")
    )
    translation_group = models.CharField(
        _("translation group"), max_length=40, blank=True, help_text=_("The same in every language version.")
    )
    published_at = models.DateTimeField(
        _("date line"), null=True, blank=True, help_text=_("Empty: the instant at which the first edition goes live.")
    )
    address_date = models.DateField(_("date in the address"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)

    objects = NaturalKeyManager.from_queryset(ReleaseQuerySet)()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["language", "-published_at", "-id"], name="release_archive"),
            models.Index(fields=["event", "language"], name="release_event"),
            # SQLite does not take the constraint's index, which leaves out releases of no group.
            models.Index(fields=["translation_group", "language"], name="release_group"),
            # All that the archive goes by and counts, so that it reads no release for a number.
            models.Index(
                fields=["language", "-address_date", "-published_at", "-public_id", "kind", "event"],
                name="release_by_day",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "address_date", "slug"],
                name="release_one_at_address",
                violation_error_message=_("Another release of that day has this address."),
            ),
            models.UniqueConstraint(
                fields=["translation_group", "language"],
                condition=~Q(translation_group=""),
                name="release_one_a_language",
                violation_error_message=_("The translation group already has a release in this language."),
            ),
        ]

    def __str__(self):
        return f"{self.slug} ({self.language})"

    def get_absolute_url(self):
        """The lasting address, or "" before the first approval fixes its date."""
        if self.address_date is None:
            return ""
        with translation.override(self.language):
            day = self.address_date
            return f"{reverse('archive')}{day:%Y/%m/%d}/{self.slug}/"

    def fix_address(self, instant):
        """Fixes date line and address at the first approval, for an edition that goes live at `instant`."""
        if self.address_date is None:
            self.published_at = self.published_at or instant
            self.address_date = localdate(self.published_at)

    def shown_editions(self, at=None):
        """The editions that the public had seen by `at` and may read as history, in the order of their first showing.

        `at` is aware; None: now. Empty unless the release is live now. Each has `shown_from` (UTC). A redacted one is
        among them, without content. Raises FutureInstant.
        """
        return list(Edition.objects.shown(at).filter(release=self).with_instants().order_by("shown_from"))

    def open_edition(self):
        """The edition being worked on or waiting for its instant, or None."""
        now = clock.now()
        waiting = Q(state=State.APPROVED, showings__shown_from__gt=now)
        return self.editions.filter(Q(state__in=OPEN) | waiting).order_by("-pk").first()


class EditionQuerySet(models.QuerySet):
    def live(self, at=None):
        """Editions that the public sees at `at` (aware; default now): the one door. Raises FutureInstant."""
        return through_the_door(self, at)

    def planned(self, at):
        """Editions that will stand at `at` as things are planned now. For the admin only."""
        return self.filter(standing(at), redacted_at=None)

    def shown(self, at=None):
        """Editions that the public had seen by `at` and may still read as history: of releases that are live now.

        `at` is aware; None: now. Raises FutureInstant.
        """
        live_now = standing(checked_instant(None))
        live_release = Release.objects.filter(live_now, pk=OuterRef("release"), showings__edition__isnull=False)
        return self.filter(Exists(live_release), showings__shown_from__lte=checked_instant(at)).distinct()

    def with_instants(self):
        """Each of `shown()` with `shown_from` and `shown_again`: since when it stood first, and since when last (UTC).

        Of `live()` at an instant both are since when it stood there then. It is no door.
        """
        began = "showings__shown_from"
        return self.annotate(shown_from=models.Min(began), shown_again=models.Max(began))

    def quoting(self, person):
        """Editions in which an accepted statement of `person` stands. It is no door: ask `live().quoting(…)`."""
        versions = apps.get_model("speeches", "StatementVersion").objects
        return self.filter(
            Exists(versions.filter(edition=OuterRef("pk"), speaker=person, status=StatementStatus.ACCEPTED))
        )

    def about(self, theme):
        """Editions that carry a theme, asked one by one: for the newest few. No door either: `live().about(…)`."""
        return self.filter(Exists(self.model.themes.through.objects.filter(content_object=OuterRef("pk"), tag=theme)))

    def with_parts(self):
        """With all that is sealed of an edition, and its seal: four queries, however often it is asked for."""
        parts = ("themes", "edition_photos", "edition_attachments", "edition_links")
        return self.select_related("release__event", "seal").prefetch_related(*parts)

    def open(self):
        """Drafts and editions in review."""
        return self.filter(state__in=OPEN)


class Edition(PublicModel):
    """One version of a release's content.

    Once a seal exists, the database refuses any change of it and of its themes, photos, attachments and
    contributors (see `guards`); only `workflow` assigns `state`.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="editions", verbose_name=_("release"))
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT, editable=False)
    change_kind = models.CharField(
        _("kind of change"), max_length=20, choices=ChangeKind.choices, default=ChangeKind.FIRST
    )
    change_note = models.TextField(
        _("what changed and why"), blank=True, help_text=_("Public. Needed for a correction or an update.")
    )
    title = models.CharField(pgettext_lazy("headline", "title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True, max_length=600)
    dateline = models.CharField(
        _("dateline"), max_length=200, blank=True, help_text=_("As printed above the text: place and date.")
    )
    body = models.TextField(_("text"), blank=True)
    plain_text = models.TextField(_("plain text"), blank=True, editable=False)
    press_contact = models.TextField(_("press contact"), blank=True)
    notes_to_editors = models.TextField(_("notes to editors"), blank=True)
    boilerplate = models.TextField(_("about the newsroom"), blank=True)

    based_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors", editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    changed_at = models.DateTimeField(_("last changed"), default=clock.now, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("submitted by"),
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    redacted_at = models.DateTimeField(_("redacted"), null=True, blank=True, editable=False)

    themes = TaggableManager(through="EditionTheme", verbose_name=_("themes"), blank=True, related_name="editions")
    contributors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Contributor", related_name="+", verbose_name=_("contributors")
    )

    objects = NaturalKeyManager.from_queryset(EditionQuerySet)()

    CONTENT = (
        "title",
        "summary",
        "dateline",
        "body",
        "press_contact",
        "notes_to_editors",
        "boilerplate",
        "change_kind",
        "change_note",
    )
    """The fields that people write."""

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)
        permissions = list(PERMISSIONS.items())
        indexes = [
            models.Index(fields=["state", "changed_at"], name="edition_desk"),
            models.Index(fields=["release", "-changed_at"], name="edition_worked_at"),
            models.Index(fields=["release", "redacted_at", "id"], name="edition_readable"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["release"],
                condition=Q(state__in=[str(state) for state in OPEN]),
                name="edition_one_open",
                violation_error_message=_("Somebody is already working on an edition of this release."),
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="edition_state_known"),
        ]

    def __str__(self):
        return self.title or str(_("(no title)"))

    def set_body(self, html):
        """Takes the body as sanitised HTML and derives its plain text."""
        self.body = text.sanitise(html)
        self.plain_text = text.plain_text(self.body)

    def record(self):
        """The content whose canonical form is sealed: see `record` and docs/record.md."""
        return {
            "format": record.FORMAT,
            "release": self.release.public_id,
            "language": self.release.language,
            **{name: getattr(self, name) for name in self.CONTENT},
            "themes": sorted(theme.slug for theme in self.themes.all()),
            "photos": [use.record() for use in self.edition_photos.all()],
            "attachments": [use.record() for use in self.edition_attachments.all()],
            # Only where there are some: what was sealed before links existed keeps its form.
            **({"links": links} if (links := [link.record() for link in self.edition_links.all()]) else {}),
        }

    def content_hash(self):
        """SHA-256 (hex) of the canonical form of the content as it stands now."""
        return record.content_hash(self.record())

    def standing(self, at=None):
        """The `Standing` of this edition at `at` (aware, default now), stored state and showings seen together."""
        if self.state != State.APPROVED:
            return Standing(self.state)
        at = at or clock.now()
        showings = self.release.showings.all()
        own = [showing for showing in showings if showing.edition_id == self.pk]
        if any(showing.covers(at) for showing in own):
            return Standing.LIVE
        if any(showing.shown_from > at for showing in own):
            return Standing.SCHEDULED
        if any(showing.follows_id == self.pk and showing.covers(at) for showing in showings):
            return Standing.WITHDRAWN
        return Standing.SUPERSEDED

    def get_standing_display(self):
        return self.standing().label

    @property
    def language(self):
        return self.release.language
