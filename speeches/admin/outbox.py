"""The outbox at the desk: which mails wait, which failed and why, and trying again. For administrators."""

from django.contrib import admin, messages
from django.core.exceptions import BadRequest
from django.db.models import Q
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from speeches import postman
from speeches.models import Message, name_of

from . import preferences
from .trail import ReadOnlyAdmin

MOST = 20
"""Mails that are tried at once from a page: each may take as long as a mail server that hangs."""
_OUTCOMES = {
    postman.SENT: (messages.SUCCESS, _("Sent")),
    postman.LEFT_OUT: (messages.INFO, _("Not wanted any more, and left out")),
    postman.FAILED: (messages.ERROR, _("Failed")),
    None: (messages.WARNING, _("Not tried")),
}


def failed_count(user):
    """How many mails failed and wait for somebody to look, for those who may look; 0 for others."""
    return postman.failed().count() if user.has_perm("speeches.view_message") else 0


class StateFilter(admin.SimpleListFilter):
    title, parameter_name = _("state"), "state"
    conditions = {
        "waiting": Q(sent_at=None, dropped_at=None, error__in=("", postman.UNDERWAY)),
        "failed": Q(sent_at=None) & ~Q(error__in=("", postman.UNDERWAY)),
        "sent": Q(sent_at__isnull=False),
        "left_out": Q(dropped_at__isnull=False, error=""),
    }

    def lookups(self, request, model_admin):
        labels = (_("waiting"), _("failed"), _("sent"), _("left out"))
        return list(zip(self.conditions, labels, strict=True))

    def queryset(self, request, rows):
        return rows.filter(self.conditions.get(self.value(), Q()))


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ("kind", "whom", "about", "state", "due_at", "attempts", "last_error")
    list_display_links = None
    list_filter = (StateFilter, "kind")
    list_select_related = ("recipient", "edition__release")
    search_fields = ("recipient__username", "recipient__email", "address", "edition__title", "error")
    show_facets = admin.ShowFacets.NEVER
    actions = ("try_again", "put_aside")

    def get_urls(self):
        """Also what everybody chooses for himself: it has no model of its own at the desk."""
        return [
            path("preferences/", self.admin_site.admin_view(preferences.page), name="preferences"),
            path("language/", preferences.language, name="language"),
            *super().get_urls(),
        ]

    def response_action(self, request, queryset):
        chosen = request.POST.getlist("_selected_action")
        if not all(key.isascii() and key.isdecimal() and len(key) < 19 for key in chosen):
            raise BadRequest
        return super().response_action(request, queryset)

    def has_act_permission(self, request):
        return request.user.has_perm("speeches.change_message")

    @admin.display(description=_("recipient"))
    def whom(self, message):
        return name_of(message.recipient) or message.address

    @admin.display(description=_("edition"))
    def about(self, message):
        address = reverse("admin:edition", args=[message.edition.public_id])
        return format_html(
            '<a href="{}" lang="{}">{}</a>', address, message.edition.release.language, str(message.edition)
        )

    @admin.display(description=_("state"))
    def state(self, message):
        if message.sent_at:
            return gettext("sent")
        if message.dropped_at:
            return gettext("given up") if message.error else gettext("left out")
        return gettext("failed") if message.error not in ("", postman.UNDERWAY) else gettext("waiting")

    @admin.display(description=_("last error"), empty_value="")
    def last_error(self, message):
        if message.error == postman.UNDERWAY:
            return gettext("Being sent, or broken off while it was sent")
        return message.error

    @admin.action(description=_("Try again now"), permissions=["act"])
    def try_again(self, request, rows):
        rows = list(rows.select_related("recipient", "edition"))
        outcomes = postman.try_again([row.pk for row in rows[:MOST]])
        fresh = Message.objects.in_bulk(outcomes)
        for row in rows[:MOST]:
            level, said = _OUTCOMES[outcomes.get(row.pk)]
            error = fresh[row.pk].error if row.pk in fresh else ""
            what = f"{row.get_kind_display()}, {self.whom(row)}, {row.edition}"
            self.message_user(request, f"{what}: {said}{f' ({error})' if error else ''}", level)
        if len(rows) > MOST:
            left = gettext("Only the first %(count)d were tried. Choose the others again.") % {"count": MOST}
            self.message_user(request, left, messages.WARNING)

    @admin.action(description=_("Put aside: do not send"), permissions=["act"])
    def put_aside(self, request, rows):
        count = postman.put_aside(rows.values_list("pk", flat=True))
        self.message_user(request, gettext("Put aside: %(count)d.") % {"count": count}, messages.SUCCESS)
