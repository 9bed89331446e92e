"""Conversations beside a text, as the pages of the desk show them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from speeches import record, workflow
from speeches.models import Thread
from speeches.states import State
from speeches.workflow.comments import MAX_COMMENT

_FAR = 2**31 - 1


class CommentForm(forms.Form):
    """What a page posts: a comment, and in which thread or about which passage; without either, about the whole."""

    text = forms.CharField(label=_("Comment"), max_length=MAX_COMMENT, widget=forms.Textarea(attrs={"rows": 4}))
    thread = forms.SlugField(required=False, max_length=64, widget=forms.HiddenInput)
    start = forms.IntegerField(required=False, min_value=0, max_value=_FAR, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, max_value=_FAR, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


def beside(edition, data=None):
    """What a page needs to show the threads of `edition`; `data` may choose a passage by `start` and `end`."""
    threads = workflow.threads_of(edition)
    shown = [thread for thread in threads if not thread.resolved_at]
    for number, thread in enumerate(shown, 1):
        thread.number = number
    return {
        "threads": shown,
        "resolved_threads": [thread for thread in threads if thread.resolved_at],
        "may_comment": not edition.redacted_at and edition.state != State.DISCARDED,
        "text_hash": record.digest(edition.plain_text.encode()),
        "chosen": _chosen(edition, data or {}),
    }


def _chosen(edition, data):
    """The passage that the address of the page names, as {start, end, quote}; None where it names none."""
    try:
        start, end = int(data.get("start", "")[:10]), int(data.get("end", "")[:10])
    except ValueError:
        return None
    if not 0 <= start < end <= len(edition.plain_text):
        return None
    return {"start": start, "end": end, "quote": edition.plain_text[start:end]}


def thread_of(edition, public_id):
    """A thread of the release of `edition` by its public id, or None."""
    return Thread.objects.filter(public_id=public_id, edition__release=edition.release_id).first()
