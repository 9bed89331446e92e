"""Kinds of change, in plain words: what readers will see of each, and when a change seems more than minor."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from speeches import text
from speeches.states import ChangeKind

EXPLAINED = {
    ChangeKind.CORRECTION: gettext_lazy(
        "Something was wrong. Readers see it at the head of the text as a correction, with your note."
    ),
    ChangeKind.UPDATE: gettext_lazy(
        "More is known: a flash grows into the full text. Readers see it at the head of the text as an update, "
        "with your note."
    ),
    ChangeKind.MINOR: gettext_lazy("A typing error or the like. Readers see no notice, only the list of all editions."),
}
PERCENT = 5
"""From more than this share of the words on, a change is doubted to be minor."""


def _choices():
    return [
        (kind.value, format_html('<span><strong>{}</strong> <span class="help">{}</span></span>', kind.label, said))
        for kind, said in EXPLAINED.items()
    ]


class ChangeKindField(forms.ChoiceField):
    """The kind of a later edition's change, each with what readers will see of it. Left open, it stays as it is."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs):
        kwargs = {"label": gettext_lazy("What kind of change is it?"), "required": False, "choices": _choices} | kwargs
        super().__init__(**kwargs)


def doubts(edition):
    """Why a change that is called minor seems to be more: sentences, none where there is no doubt."""
    before = edition.based_on
    if edition.change_kind != ChangeKind.MINOR or before is None:
        return []
    found = text.extent(_said(before), _said(edition))
    said = []
    if found.percent > PERCENT:
        said.append(
            _("This changes %(percent)d%% of the words; is it really a minor change?") % {"percent": found.percent}
        )
    if found.numbers:
        said.append(_("It changes numbers: %(what)s. Is it really a minor change?") % {"what": _listed(found.numbers)})
    if found.names:
        said.append(_("It changes names: %(what)s. Is it really a minor change?") % {"what": _listed(found.names)})
    return said


def _said(edition):
    return "\n\n".join(part for part in (edition.title, edition.summary, edition.plain_text) if part)


def _listed(words, most=6):
    return ", ".join(words[:most]) + (" …" if len(words) > most else "")


def places_left(edition):
    """The places in an edition that a pattern left to be filled, such as ["name", "country"]."""
    parts = (edition.title, edition.summary, edition.dateline, edition.plain_text, edition.press_contact)
    return text.places("\n".join((*parts, edition.notes_to_editors, edition.boilerplate)))
