"""What a release begins with: an empty text, a pattern, or another release; and keeping a text as a pattern."""

from django import forms
from django.contrib import messages
from django.core.validators import slug_re
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from speeches import workflow
from speeches.choosing import ChooseOne
from speeches.forms import CleanTextMixin, ReleaseForm
from speeches.models import Pattern
from speeches.states import ReleaseKind

from .pages import add_reasons, edition_of, render


def urls(view):
    """The addresses of this module; `view` is the admin's own wrapper. They come before those of the verbs."""
    return [
        path("editions/<slug:public_id>/duplicate/", view(duplicate), name="edition_duplicate"),
        path("editions/<slug:public_id>/keep/", view(keep), name="edition_keep"),
    ]


class PatternList(forms.Select):
    """The patterns by language; each brings its title and kind for the script that fills them in."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if pattern := getattr(value, "instance", None):
            option["attrs"] |= {
                "data-title": pattern.title,
                "data-language": pattern.language,
                "lang": pattern.language,
            }
        return option


class PatternField(forms.ModelChoiceField):
    """A pattern by its short name, or None for an empty text."""

    widget = PatternList

    def __init__(self, language=None, **kwargs):
        patterns = Pattern.objects.filter(language=language) if language else Pattern.objects.all()
        kwargs = {"required": False, "label": gettext_lazy("Begin with")} | kwargs
        super().__init__(patterns.order_by("language", "name"), to_field_name="slug", **kwargs)

    def to_python(self, value):
        if value not in self.empty_values and not slug_re.match(str(value)):
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": repr(value)})
        return super().to_python(value)


class _Grouped(forms.models.ModelChoiceIterator):
    """The choices, one group a language."""

    def __iter__(self):
        yield ("", self.field.empty_label)
        groups = {}
        for pattern in self.queryset:
            groups.setdefault(pattern.get_language_display(), []).append(self.choice(pattern))
        yield from groups.items()


class GroupedPatternField(PatternField):
    iterator = _Grouped


class BeginForm(ReleaseForm):
    """A new release: its language, what it begins with, and what belongs to it."""

    pattern = GroupedPatternField(empty_label=gettext_lazy("an empty text"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("as in the pattern, else a press release")), *ReleaseKind.choices],
    )
    field_order = ("language", "pattern", "kind", "event", "published_at", "slug", "translation_group")

    def clean(self):
        cleaned = super().clean()
        pattern, language = cleaned.get("pattern"), cleaned.get("language")
        if pattern and language:
            for reason in workflow.pattern_blockers(pattern, language):
                self.add_error("pattern", reason.message)
        return cleaned


def begin_form(request, data):
    """The form of a new release; `language`, `pattern` and `event` of the address are chosen already."""
    asked = {name: request.GET[name] for name in ("language", "pattern", "event") if name in request.GET}
    return BeginForm(data, initial={"language": get_language()} | asked)


def title_form(form_class, data):
    """The part of an edition's form that asks for the title; with a pattern it may be left to that."""
    form = form_class(data)
    form.fields = {"title": form.fields["title"]}
    form.use_required_attribute = False  # a pattern may be chosen after the page was made
    form.fields["title"].required = not (data and data.get("pattern"))
    form.fields["title"].help_text = _("Left empty, the title of the pattern, with its places in [brackets].")
    return form


class DuplicateForm(CleanTextMixin, forms.Form):
    """A new release from an edition, or from a pattern with that edition's event and themes."""

    title = forms.CharField(max_length=300, label=gettext_lazy("Title"), widget=forms.Textarea(attrs={"rows": 2}))
    event = ChooseOne("event", required=False, label=gettext_lazy("Event"))
    photos = forms.BooleanField(
        required=False, initial=True, label=gettext_lazy("With its photos and what is said of them")
    )
    documents = forms.BooleanField(required=False, label=gettext_lazy("With its documents and links"))
    slug = forms.SlugField(
        max_length=120,
        required=False,
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Empty: made from the title."),
    )

    def __init__(self, edition, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition, language = edition, edition.release.language
        self.fields["pattern"] = PatternField(language, empty_label=_("the text of this release"))
        self.fields["title"].widget.attrs["lang"] = language
        if not self.fields["pattern"].queryset.exists():
            del self.fields["pattern"]
        self.order_fields(("pattern", "title", "event", "photos", "documents", "slug"))

    def given(self):
        """The arguments for `workflow.duplicate`."""
        given = dict(self.cleaned_data)
        pattern = given.get("pattern")
        if pattern and given["title"] == self.edition.title:
            given["title"] = pattern.title
        return given


@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request, public_id):
    """A new release from this edition: asks for its title and what comes along; by POST it is made."""
    edition = edition_of(request, public_id)
    data = request.POST if request.method == "POST" else None
    form = DuplicateForm(edition, data, initial={"title": edition.title, "event": edition.release.event_id})
    context = {
        "title": _("Duplicate as …"),
        "forecast": _(
            "A new release in the same language is opened as your draft. This one stays as it is; "
            "nothing is public before the new one is approved."
        ),
        "submit": _("Open the draft"),
        "reasons": workflow.duplicate_blockers(edition, request.user),
    }
    if form.is_valid():
        try:
            made = workflow.duplicate(edition, request.user, **form.given())
        except workflow.Refused as refused:
            add_reasons(form, refused)
        else:
            messages.success(request, _("The draft is open. Write its text."))
            return redirect("admin:edition", made.public_id)
    return _page(request, edition, form, context)


class KeepForm(CleanTextMixin, forms.ModelForm):
    """The name under which a text is kept as a pattern."""

    class Meta:
        model = Pattern
        fields = ("name",)
        help_texts = {"name": gettext_lazy("As writers will look for it, such as: Congratulation on a national day")}


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request, public_id):
    """Keeps the text of this edition as a pattern, and leads to it, so that its places can be put into brackets."""
    edition = edition_of(request, public_id)
    form = KeepForm(request.POST if request.method == "POST" else None)
    context = {
        "title": _("Keep as a pattern"),
        "forecast": _(
            "Writers can begin with this text. On the next page, put what changes each time into square brackets, "
            "such as [name]."
        ),
        "submit": _("Keep"),
        "reasons": workflow.keep_blockers(edition, request.user),
    }
    if form.is_valid():
        try:
            made = workflow.keep_as_pattern(edition, request.user, name=form.cleaned_data["name"])
        except workflow.Refused as refused:
            add_reasons(form, refused)
        else:
            messages.success(request, _("The pattern is kept."))
            return redirect("admin:speeches_pattern_change", made.pk)
    return _page(request, edition, form, context)


def _page(request, edition, form, context):
    if form.is_bound:
        context["reasons"] = []
    shown = {"edition": edition, "release": edition.release, "form": form, "verb": "copy", **context}
    return render(request, "admin/newsroom/copy.html", shown)
