"""What the desk keeps beside the texts: unsaved words, who is there, comments, links for guests, wishes of a user.

None of it is ever public, and none of it is sealed. A redaction takes the words of an edition out of it too.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from speeches import clock
from speeches.states import MailKind

from .base import Anchored, PublicModel
from .releases import Edition, Release

_USER = settings.AUTH_USER_MODEL


def name_of(user):
    """What people call a user: the full name where there is one, "" for None."""
    return user.get_full_name() or user.get_username() if user else ""


class DeskModel(PublicModel):
    """A row of the desk."""

    class Meta:
        abstract = True
        default_permissions = ()


class Buffer(DeskModel):
    """What somebody has typed into the form of an edition and not saved: it never touches the edition.

    `content` is the form as posted, {name of the field: list of str}; `seen_hash` the content hash of the edition
    from which the typing began (see `workflow.save`).
    """

    user = models.ForeignKey(_USER, on_delete=models.CASCADE, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="buffers")
    content = models.JSONField(default=dict)
    seen_hash = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta(DeskModel.Meta):
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints = [models.UniqueConstraint(fields=["user", "edition"], name="buffer_once")]


class Presence(DeskModel):
    """That somebody has the form of an edition open: since when, and when the page was last heard of."""

    user = models.ForeignKey(_USER, on_delete=models.CASCADE, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="presences")
    since = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)

    class Meta(DeskModel.Meta):
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [models.UniqueConstraint(fields=["user", "edition"], name="presence_once")]


class Look(DeskModel):
    """What an edition said when somebody last looked at it; `said` is {name: plain text}, `sha256` its content hash."""

    user = models.ForeignKey(_USER, on_delete=models.CASCADE, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="looks")
    said = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta(DeskModel.Meta):
        verbose_name = _("look")
        verbose_name_plural = _("looks")
        constraints = [models.UniqueConstraint(fields=["user", "edition"], name="look_once")]


class ReviewLink(DeskModel):
    """A link by which one named person without an account reads an edition before it is public.

    The address is signed from `public_id`; it holds until `expires_at` or until it is revoked. `agreed_sha256` is the
    content hash of the text to which the guest agreed: that replaces no approval.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="review_links")
    recipient = models.CharField(_("for whom"), max_length=150, help_text=_("Name, and office where it matters."))
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    created_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", verbose_name=_("created by"))
    created_at = models.DateTimeField(_("created"), default=clock.now)
    expires_at = models.DateTimeField(_("holds until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    opened_at = models.DateTimeField(_("last opened"), null=True, blank=True)
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    agreed_sha256 = models.CharField(max_length=64, blank=True)

    class Meta(DeskModel.Meta):
        verbose_name = _("review link")
        verbose_name_plural = _("review links")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_sha256="") | (Q(agreed_at__isnull=False) & ~Q(agreed_sha256="")),
                name="review_link_agreed_to_something",
            )
        ]

    def __str__(self):
        return self.recipient


class Thread(Anchored, DeskModel):
    """A conversation about a passage of an edition (an anchor in its plain text), or, without a quote, about all of it.

    An open thread is carried on: it is shown at every later edition of the release, where its passage is found again.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="threads")
    quote = models.TextField(_("passage"), blank=True)
    prefix = models.CharField(max_length=100, blank=True)
    suffix = models.CharField(max_length=100, blank=True)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("created"), default=clock.now)
    resolved_by = models.ForeignKey(_USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)

    class Meta(DeskModel.Meta):
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["edition"], condition=Q(resolved_at=None), name="thread_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_by=None, resolved_at=None)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="thread_resolved_by_somebody",
            )
        ]


class Comment(DeskModel):
    """One contribution to a thread: by a user, or by the guest of a review link."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(_USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    link = models.ForeignKey(ReviewLink, null=True, blank=True, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(_("comment"))
    at = models.DateTimeField(default=clock.now)

    class Meta(DeskModel.Meta):
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by__isnull=False, link=None) | Q(by=None, link__isnull=False), name="comment_by_one"
            )
        ]

    @property
    def who(self):
        """The name of whoever wrote it."""
        return self.link.recipient if self.link else name_of(self.by)


class Translation(DeskModel):
    """From which text a release was translated: what the source said then, to tell when it has changed since.

    `said` is {name: plain text} of the newest edition of `source` at `at`, `sha256` its content hash.
    """

    release = models.OneToOneField(Release, on_delete=models.CASCADE, related_name="translation")
    source = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="translations")
    said = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(_USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta(DeskModel.Meta):
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [models.CheckConstraint(condition=~Q(release=models.F("source")), name="translation_of_another")]


class Profile(DeskModel):
    """How a user wants the desk: its language ("" as the browser says), and the kinds of mail that are not wanted."""

    user = models.OneToOneField(_USER, on_delete=models.CASCADE, related_name="profile")
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, blank=True)
    muted = models.JSONField(_("mail that is not wanted"), default=list, blank=True)

    class Meta(DeskModel.Meta):
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")


class SavedFilter(DeskModel):
    """A search with filters in the list of releases, under a name of its own; `query` is the query string."""

    user = models.ForeignKey(_USER, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000)

    class Meta(DeskModel.Meta):
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_filter_once")]

    def __str__(self):
        return self.name


class Message(DeskModel):
    """A mail that is to be sent, written in the transaction of what it tells of; `manage.py tick` sends it.

    Its words are made when it is sent, in the language of the reader. Where a sending fails, `due_at` moves on.
    """

    kind = models.CharField(_("kind"), max_length=30, choices=MailKind.choices)
    recipient = models.ForeignKey(
        _USER, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("recipient")
    )
    address = models.EmailField(_("e-mail"), blank=True, help_text=_("Of somebody without an account."))
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="messages", verbose_name=_("edition"))
    data = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(_("created"), default=clock.now)
    due_at = models.DateTimeField(_("due"), default=clock.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("last error"), max_length=500, blank=True)

    class Meta(DeskModel.Meta):
        verbose_name = _("message")
        verbose_name_plural = _("outbox")
        default_permissions = ("view", "change")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at=None, dropped_at=None), name="message_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, address="") | (Q(recipient=None) & ~Q(address="")),
                name="message_to_one",
            ),
            models.CheckConstraint(condition=Q(sent_at=None) | Q(dropped_at=None), name="message_sent_or_dropped"),
        ]
