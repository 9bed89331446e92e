"""Releases, their editions, and the one door to what the public may see."""

from urllib.parse import urlsplit

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
from taggit.models import ItemBase

from speeches import clock, record, text
from speeches.states import OPEN, PERMISSIONS, ChangeKind, ReleaseKind, Standing, State, StatementStatus

from .base import NaturalKeyManager, NaturalKeyModel, PublicIdField, checked_instant
from .events import Event
from .files import Attachment, Photo
from .themes import Theme


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


class Release(NaturalKeyModel):
    """The lasting thing with an address. What it says stands in its editions."""

    public_id = PublicIdField()
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
        return self.filter(Exists(EditionTheme.objects.filter(content_object=OuterRef("pk"), tag=theme)))

    def with_parts(self):
        """With all that is sealed of an edition, and its seal: four queries, however often it is asked for."""
        parts = ("themes", "edition_photos", "edition_attachments", "edition_links")
        return self.select_related("release__event", "seal").prefetch_related(*parts)

    def open(self):
        """Drafts and editions in review."""
        return self.filter(state__in=OPEN)


class Edition(NaturalKeyModel):
    """One version of a release's content.

    Once a seal exists, the database refuses any change of it and of its themes, photos, attachments and
    contributors (see `guards`); only `workflow` assigns `state`.
    """

    public_id = PublicIdField()
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


class EditionPart(NaturalKeyModel):
    """What hangs on an edition and is sealed with it."""

    public_id = PublicIdField()

    objects = NaturalKeyManager()

    class Meta:
        abstract = True


class UseManager(NaturalKeyManager):
    """Gives the parts of editions together with what they use, the field `uses` of the model."""

    def get_queryset(self):
        return super().get_queryset().select_related(self.model.uses)


class EditionTheme(EditionPart, ItemBase):
    """That an edition carries a theme."""

    content_object = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="edition_themes")
    tag = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="edition_themes", verbose_name=_("theme"))

    objects = UseManager()
    uses = "tag"

    class Meta:
        verbose_name = _("theme of an edition")
        verbose_name_plural = _("themes of editions")
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="edition_theme_once")]


class EditionPhoto(EditionPart):
    """A photo in an edition: what is said about it there, and where it must not be cut."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="edition_photos")
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="uses", verbose_name=_("photo"))
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the photo shows, for those who do not see it. Needed to go live."),
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    focal_x = models.PositiveSmallIntegerField(_("focal point, from the left (%)"), default=50)
    focal_y = models.PositiveSmallIntegerField(_("focal point, from the top (%)"), default=50)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = UseManager()
    uses = "photo"

    class Meta:
        verbose_name = _("photo of an edition")
        verbose_name_plural = _("photos of editions")
        ordering = ["position", "photo__sha256"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "photo"],
                name="edition_photo_once",
                violation_error_message=_("The edition already has this photo."),
            ),
            models.CheckConstraint(condition=Q(focal_x__lte=100, focal_y__lte=100), name="focal_point_in_photo"),
        ]

    def __str__(self):
        return self.alt or str(self.photo)

    def record(self):
        focal = [self.focal_x, self.focal_y]
        said = {"alt": self.alt, "caption": self.caption, "credit": self.credit}
        return {"sha256": self.photo.sha256, **said, "focal": focal}


class EditionAttachment(EditionPart):
    """An attachment in an edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="edition_attachments")
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, related_name="uses", verbose_name=_("attachment")
    )
    title = models.CharField(_("title"), max_length=300)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = UseManager()
    uses = "attachment"

    class Meta:
        verbose_name = _("attachment of an edition")
        verbose_name_plural = _("attachments of editions")
        ordering = ["position", "attachment__sha256"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "attachment"],
                name="edition_attachment_once",
                violation_error_message=_("The edition already has this attachment."),
            )
        ]

    def __str__(self):
        return self.title

    def record(self):
        return {"sha256": self.attachment.sha256, "title": self.title, "name": self.attachment.name}


class EditionLink(EditionPart):
    """A link beside the text of an edition, such as to a recording of what was said."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="edition_links")
    url = models.URLField(_("address"), max_length=500)
    title = models.CharField(_("title"), max_length=300)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("link of an edition")
        verbose_name_plural = _("links of editions")
        ordering = ["position", "url"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "url"],
                name="edition_link_once",
                violation_error_message=_("The edition already has this link."),
            )
        ]

    def __str__(self):
        return self.title

    @property
    def host(self):
        """Where the link leads, for readers: "www.example.org"."""
        try:
            return urlsplit(self.url).hostname or ""
        except ValueError:  # while it is typed: "https://["
            return ""

    def record(self):
        return {"url": self.url, "title": self.title}


class Contributor(EditionPart):
    """Somebody who saved text into an edition, and therefore cannot approve it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="contributions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("last saved"), default=clock.now)

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "user"], name="contributor_once")]

    def __str__(self):
        return str(self.user)


class Redirect(EditionPart):
    """An old address (a path from the root) and the release to which it leads, for ever, while that is live."""

    path = models.CharField(_("old address"), max_length=400, unique=True)
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="redirects", verbose_name=_("release"))
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["path"]

    def __str__(self):
        return self.path


class ImportSource(EditionPart):
    """The file from which a release was imported: its identity, and the hash (SHA-256 hex) of what it said last."""

    release = models.OneToOneField(Release, on_delete=models.CASCADE, related_name="source")
    language = models.CharField(max_length=5)
    path = models.CharField(_("path below the imported folder"), max_length=400)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("source of an import")
        verbose_name_plural = _("sources of imports")
        constraints = [models.UniqueConstraint(fields=["language", "path"], name="import_source_once")]

    def __str__(self):
        return self.path
