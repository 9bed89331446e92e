"""The forms of statements: where one begins and ends, who speaks, with which cue and mode, about which themes."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from speeches import record, text
from speeches.choosing import ChooseMany, ChooseOne
from speeches.forms_text import CleanTextMixin
from speeches.models import StatementVersion
from speeches.states import Mode

_SHORT = 70
_FAR = 2**31 - 1
_WORD = re.compile(r"\S+")


def limit(name):
    return StatementVersion._meta.get_field(name).max_length


class StatementForm(CleanTextMixin, forms.Form):
    """What is said of a passage, and the passage: by its first and last sentence, or by words selected in the text."""

    begins = forms.TypedChoiceField(label=gettext_lazy("Begins with"), coerce=int)
    ends = forms.TypedChoiceField(label=gettext_lazy("Ends with"), coerce=int)
    speaker = ChooseOne("person", label=gettext_lazy("Speaker"), required=False, empty_label=gettext_lazy("nobody"))
    speaker_name = forms.CharField(
        label=gettext_lazy("Speaker as named"),
        required=False,
        max_length=limit("speaker_name"),
        help_text=gettext_lazy("For somebody who is not among the people: the name or title as the text has it."),
    )
    cue = forms.CharField(
        label=gettext_lazy("Cue"),
        required=False,
        max_length=limit("cue"),
        help_text=gettext_lazy("The words that say that somebody speaks, such as “noted that”."),
    )
    mode = forms.ChoiceField(label=gettext_lazy("Mode"), choices=Mode.choices, widget=forms.RadioSelect)
    themes = ChooseMany("theme", label=gettext_lazy("Themes"), required=False)
    start = forms.IntegerField(required=False, min_value=0, max_value=_FAR, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, max_value=_FAR, widget=forms.HiddenInput)
    text_hash = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, edition, sentences, data=None, *, version=None, passage=None):
        self.edition, self.sentences = edition, sentences
        start, end = passage or ((version.start, version.end) if version else (-1, -1))
        initial = {
            "begins": start,
            "ends": end,
            "start": start,
            "end": end,
            "mode": Mode.INDIRECT,
            "text_hash": text_hash(edition),
        }
        if version:
            initial |= {name: getattr(version, name) for name in ("speaker_name", "cue", "mode")}
            initial["speaker"] = version.speaker.slug if version.speaker else None
            initial["themes"] = [theme.slug for theme in version.themes.all()]
        super().__init__(data, initial=initial, auto_id="id_st_%s", label_suffix="")
        # What was selected by the mouse need not begin where a sentence does.
        if self.is_bound:
            start, end = number(data.get("start"), start), number(data.get("end"), end)
        self.fields["begins"].choices = self._places([first for first, _last in sentences], start, 0)
        self.fields["ends"].choices = self._places([last for _first, last in sentences], end, 1)
        self.fields["text_hash"].initial = text_hash(edition)
        self.fields["speaker_name"].widget.attrs["lang"] = self.fields["cue"].widget.attrs["lang"] = edition.language

    def _places(self, places, chosen, side):
        words = self.edition.plain_text
        named = [
            (place, f"{number}. {_shown(words, *sentence)}")
            for number, (place, sentence) in enumerate(zip(places, self.sentences, strict=True), 1)
        ]
        if chosen not in places and 0 <= chosen <= len(words):
            selected = words[chosen : chosen + _SHORT] if side == 0 else words[max(0, chosen - _SHORT) : chosen]
            shown = " ".join(selected.split())
            named.append((chosen, _("as selected: %(words)s") % {"words": f"{shown}…" if side == 0 else f"…{shown}"}))
        return sorted(named)

    def clean(self):
        cleaned = super().clean()
        if "begins" in cleaned and "ends" in cleaned and cleaned["begins"] >= cleaned["ends"]:
            self.add_error("ends", _("It ends before it begins."))
        return cleaned

    def passage(self):
        """The passage as the verbs take it: start, end, and the hash of the text in which it was chosen."""
        return self.cleaned_data["begins"], self.cleaned_data["ends"], self.cleaned_data["text_hash"]

    def said(self):
        """The rest, as the verbs take it."""
        given = {name: self.cleaned_data[name] for name in ("speaker", "speaker_name", "cue", "mode")}
        return given | {"themes": list(self.cleaned_data["themes"])}


class SplitForm(forms.Form):
    """Where the second of two statements begins."""

    at = forms.TypedChoiceField(label=gettext_lazy("The second begins with"), coerce=int)

    def __init__(self, edition, version, sentences, data=None):
        super().__init__(data, auto_id="id_split_%s", label_suffix="")
        words, (start, end) = edition.plain_text, (version.start, version.end)
        firsts = [first for first, _last in sentences if start < first < end]
        clauses = [place for place in _clauses(words, start, end) if place not in firsts]
        places = firsts + clauses or [start + match.start() for match in _WORD.finditer(words[start:end])][1:]
        self.fields["at"].choices = [(place, _shown(words, place, end)) for place in places]


def _clauses(words, start, end):
    """Where a clause may begin: behind a comma, a semicolon, a colon or a dash."""
    for place in range(start + 2, end):
        if words[place - 1] == " " and words[place - 2] in ",;:–—" and words[place].strip():
            yield place


def _shown(words, start, end):
    return text.truncate(" ".join(words[start:end].split()), _SHORT)


def number(value, otherwise):
    """A number of the address or of a form, as text; `otherwise` where it is none."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else otherwise


def text_hash(edition):
    """The mark of the text in which words are selected."""
    return record.digest(edition.plain_text.encode())
