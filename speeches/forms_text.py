"""What every form of the desk asks of what is typed."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from speeches import text


class CleanTextMixin:
    """Refuses characters that nobody sees (controls, bidi overrides): they can make a text read otherwise.

    What is typed into a required field must show something.
    """

    def clean(self):
        cleaned = super().clean()
        for name, value in list((cleaned or {}).items()):
            if not isinstance(value, str):
                continue
            if found := text.problem_characters(value):
                self.add_error(name, _problem(value, found[0]))
            elif self.fields[name].required and text.is_blank(value):
                self.add_error(name, ValidationError(self.fields[name].error_messages["required"], "required"))
        return cleaned


def _problem(value, problem):
    """What to say of a character that has no business in a text."""
    before = text.normalise_line(value[max(0, problem.index - 30) : problem.index])
    if problem.codepoint == "U+FFFD":
        return _("After “%(before)s” a character was lost in an earlier conversion. Type it again.") % {
            "before": before
        }
    if before:
        message = _("After “%(before)s” stands a character that nobody sees: %(name)s. Delete it.")
    else:
        message = _("It begins with a character that nobody sees: %(name)s. Delete it.")
    return message % {"before": before, "name": problem.name}
