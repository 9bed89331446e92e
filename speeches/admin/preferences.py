"""What everybody at the desk chooses for himself: its language, and which mails come."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from speeches.models import Profile
from speeches.states import MailKind
from speeches.templatetags.newsroom import language_name

MAIL = {
    MailKind.SUBMITTED: gettext_lazy("Somebody asks for a review"),
    MailKind.CHANGES_REQUESTED: gettext_lazy("A text I worked on comes back to the desk: changes, or off the plan"),
    MailKind.APPROVED: gettext_lazy("A text I worked on is approved, moved to another time, withdrawn or put back"),
    MailKind.COMMENTED: gettext_lazy("Somebody comments on my text or answers me, or a guest agrees"),
    MailKind.SOON: gettext_lazy("Something goes live soon"),
    MailKind.UNREVIEWED: gettext_lazy("Something was published without review"),
}
"""What the kinds of mail to people with an account tell, in plain words."""


def language_names():
    """(code, the language's own name) of each language of the desk."""
    return [(code, language_name(code)) for code, _english in settings.LANGUAGES]


class _Languages(forms.Select):
    """Languages, each by its own name and marked as of it: a screen reader then says it right."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value:
            option["attrs"]["lang"] = value
        return option


class PreferencesForm(forms.Form):
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the desk and of your mail"), required=False, widget=_Languages
    )
    mail = forms.MultipleChoiceField(
        label=gettext_lazy("Mail that I want"),
        required=False,
        choices=list(MAIL.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["language"].choices = [("", _("As my browser says")), *language_names()]


def page(request):
    """The preferences of whoever is signed in."""
    profile = Profile.objects.filter(user=request.user).first() or Profile(user=request.user)
    wanted = [kind for kind in MAIL if kind not in profile.muted]
    data = request.POST if request.method == "POST" else None
    form = PreferencesForm(data, initial={"language": profile.language, "mail": wanted})
    if data is not None and form.is_valid():
        muted = [str(kind) for kind in MAIL if kind not in form.cleaned_data["mail"]]
        chosen = {"language": form.cleaned_data["language"], "muted": muted}
        Profile.objects.update_or_create(user=request.user, defaults=chosen)
        with translation.override(chosen["language"] or translation.get_language()):
            messages.success(request, _("Saved."))
        response = redirect("admin:preferences")
        if not chosen["language"]:
            response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, path=settings.LANGUAGE_COOKIE_PATH)
        return response
    context = {**admin.site.each_context(request), "form": form, "title": _("Preferences")}
    return TemplateResponse(request, "admin/newsroom/preferences.html", context)


@require_POST
def language(request):
    """Changes the language of the desk at once: kept in the profile of members of staff, in a cookie of others.

    POST `language` (a code) and `next` (an address of ours, where to go on). Django's own view checks both.
    """
    user, chosen = request.user, request.POST.get("language")
    if user.is_authenticated and user.is_staff and chosen in dict(settings.LANGUAGES):
        Profile.objects.update_or_create(user=user, defaults={"language": chosen})
    return set_language(request)
