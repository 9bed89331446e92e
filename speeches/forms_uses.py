"""What stands beside the text of an edition, row by row: photos, documents and recordings, links."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from speeches import kinds, uploads
from speeches.forms_text import CleanTextMixin
from speeches.models import Attachment, Photo


class UseForm(CleanTextMixin, forms.Form):
    """A stored file in an edition: one that is there already (`key`), or a new one (`upload`)."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    store = model = None
    user = None

    def __init__(self, *args, language="", **kwargs):
        super().__init__(*args, **kwargs)
        _speak(self, language)

    @property
    def stored(self):
        """The file of this row, or None."""
        return getattr(self, "cleaned_data", {}).get("stored") or self.initial.get("stored")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("DELETE"):
            cleaned["stored"] = self._known(cleaned)
            return cleaned
        if cleaned.get("upload"):
            try:
                cleaned["stored"] = type(self).store(cleaned["upload"].read(), cleaned["upload"].name, self.user)
            except uploads.UploadRefused as error:
                self.add_error("upload", str(error))
            else:
                # The file stays when something else on the page is refused: nobody uploads it twice.
                self.data[self.add_prefix("key")] = cleaned["stored"].public_id
        elif cleaned.get("key"):
            cleaned["stored"] = self._known(cleaned)
            if cleaned["stored"] is None:
                self.add_error(None, _("This file is not there any more."))
        elif self.has_changed() and "key" not in self.errors:
            self.add_error("upload", _("Choose a file."))
        return cleaned

    def _known(self, cleaned):
        return self.model.objects.filter(public_id=cleaned["key"]).first() if cleaned.get("key") else None


class UseFormSet(BaseFormSet):
    """The files of an edition; each once."""

    default_error_messages = {**BaseFormSet.default_error_messages, "too_many_forms": _("At most %(num)d files.")}

    def clean(self):
        seen = set()
        for row in _rows(self):
            if row["stored"].pk in seen:
                names = {row["stored"].name, getattr(row.get("upload"), "name", row["stored"].name)}
                told = {"name": " = ".join(f"“{name}”" for name in sorted(names))}
                raise ValidationError(_("The same file is there twice: %(name)s. Delete one.") % told, "twice")
            seen.add(row["stored"].pk)


class PhotoUseForm(UseForm):
    store, model = uploads.store_photo, Photo

    upload = forms.FileField(required=False, label=_("Photo"), widget=forms.FileInput(attrs={"accept": "image/*"}))
    alt = forms.CharField(
        required=False,
        max_length=300,
        label=_("Alternative text"),
        help_text=_("What the photo shows. Needed to go live."),
    )
    caption = forms.CharField(required=False, max_length=500, label=_("Caption"))
    credit = forms.CharField(required=False, max_length=200, label=_("Credit"))
    focal_x = forms.IntegerField(
        required=False, initial=50, min_value=0, max_value=100, label=_("Focal point from left, %")
    )
    focal_y = forms.IntegerField(
        required=False, initial=50, min_value=0, max_value=100, label=_("Focal point from top, %")
    )


class AttachmentUseForm(UseForm):
    store, model = uploads.store_attachment, Attachment

    upload = forms.FileField(
        required=False,
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": kinds.ACCEPTED}),
        help_text=_("PDF, Word, OpenDocument, text or table up to 50 MB; MP3, M4A, OGG, Opus or WAV up to 100 MB."),
    )
    title = forms.CharField(required=False, max_length=300, label=_("Title"))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("stored") and not cleaned.get("title"):
            self.add_error("title", _("Give the document a title."))
        return cleaned


class WebAddress(forms.URLField):
    """An address on the web; "example.org/talk" is taken for https."""

    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {"invalid": _("Give an address that begins with https:// or http://.")}

    def __init__(self, **kwargs):
        super().__init__(**{"assume_scheme": "https"} | kwargs)


class LinkForm(CleanTextMixin, forms.Form):
    """A link beside the text, such as to a recording."""

    url = WebAddress(
        max_length=500,
        label=_("Address"),
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
    )
    title = forms.CharField(max_length=300, label=_("Title"), help_text=_("What readers click on."))
    stored = None

    def __init__(self, *args, language="", **kwargs):
        super().__init__(*args, **kwargs)
        _speak(self, language)


class LinkRows(BaseFormSet):
    """The links of an edition; each once."""

    default_error_messages = {**BaseFormSet.default_error_messages, "too_many_forms": _("At most %(num)d links.")}

    def clean(self):
        addresses = [row["url"] for row in _kept(self, "url")]
        if twice := next((address for address in addresses if addresses.count(address) > 1), None):
            raise ValidationError(
                _("The same link is there twice: %(address)s. Remove one.") % {"address": twice}, "twice"
            )


_AS = {"extra": 1, "can_delete": True, "can_order": True, "validate_max": True}
_FILES = {"formset": UseFormSet, **_AS}
PhotoFormSet = formset_factory(PhotoUseForm, max_num=60, absolute_max=70, **_FILES)
AttachmentFormSet = formset_factory(AttachmentUseForm, max_num=30, absolute_max=40, **_FILES)
LinkFormSet = formset_factory(LinkForm, formset=LinkRows, max_num=20, absolute_max=30, **_AS)


def photo_rows(formset):
    """The photos of a valid formset as `workflow.save` takes them, in order."""
    names = ("alt", "caption", "credit")
    return [
        {
            "photo": row["stored"],
            **{name: row.get(name) or "" for name in names},
            "focal_x": 50 if row.get("focal_x") is None else row["focal_x"],
            "focal_y": 50 if row.get("focal_y") is None else row["focal_y"],
        }
        for row in _kept(formset)
    ]


def attachment_rows(formset):
    """The attachments of a valid formset as `workflow.save` takes them, in order."""
    return [{"attachment": row["stored"], "title": row["title"]} for row in _kept(formset)]


def link_rows(formset):
    """The links of a valid formset as `workflow.save` takes them, in order."""
    return [{"url": row["url"], "title": row["title"]} for row in _kept(formset, "url")]


def uses_of(edition):
    """What the formsets of an edition begin with: {"photos": [...], "attachments": [...], "links": [...]}."""
    photos = edition.edition_photos.all()
    attachments = edition.edition_attachments.all()
    said = ("alt", "caption", "credit", "focal_x", "focal_y")
    return {
        "photos": [_begun(use, use.photo, said) for use in photos],
        "attachments": [_begun(use, use.attachment, ("title",)) for use in attachments],
        "links": [{"url": link.url, "title": link.title} for link in edition.edition_links.all()],
    }


def _begun(use, stored, names):
    return {"key": stored.public_id, "stored": stored} | {name: getattr(use, name) for name in names}


def _speak(form, language):
    """Marks what is written in the language of the release: for spelling and for who listens."""
    for name in ("alt", "caption", "credit", "title"):
        if name in form.fields and language:
            form.fields[name].widget.attrs["lang"] = language


def _rows(formset, needed="stored"):
    """The cleaned rows that have a file (or what else is `needed`) and stay."""
    rows = [getattr(form, "cleaned_data", {}) for form in formset.forms]
    return [row for row in rows if row.get(needed) and not row.get("DELETE")]


def _kept(formset, needed="stored"):
    """The rows that stay, as numbered; those without a number come last, as they stand."""
    numbered = sorted(enumerate(_rows(formset, needed)), key=lambda item: (item[1].get("ORDER") or 1000, item[0]))
    return [row for _number, row in numbered]
