"""Who may be speaking: the people and offices that the newsroom knows on a day, by their names in one language."""

from collections import defaultdict

from django.utils import translation

from speeches import text
from speeches.extraction import Known
from speeches.models import Person, Tenure
from speeches.models.base import lines


class Directory:
    """The people of a newsroom in one language, read once: three queries, for any number of texts and days."""

    def __init__(self, language):
        with translation.override(language):
            self.people = {
                person.pk: (person, person.name or "", tuple(lines(person.aliases)))
                for person in Person.objects.order_by("slug")
            }
            self.tenures = [
                (tenure, (tenure.office.title or "", *lines(tenure.office.aliases)))
                for tenure in Tenure.objects.select_related("office").order_by("pk")
            ]
        self._named = defaultdict(set)
        for key, (_person, name, aliases) in self.people.items():
            for one in (name, *aliases):
                self._named[_folded(one)].add(key)

    def titles_on(self, day):
        """{number of a person: titles of the offices held on `day`}."""
        held = defaultdict(list)
        for tenure, titles in self.tenures:
            if tenure.covers(day):
                held[tenure.person_id] += filter(None, titles)
        return held

    def known_on(self, day):
        """The people, as extraction takes them, with the titles that they had on `day` (a date)."""
        held = self.titles_on(day)
        return [
            Known(name, aliases, tuple(held.get(key, ())), person.gender)
            for key, (person, name, aliases) in self.people.items()
            if name
        ]

    def called(self, name, day):
        """The `Person` whom a text of `day` calls `name`: a full name, another name, the title of an office held.

        None where that is nobody, or could be two.
        """
        wanted = _folded(name)
        found = self._named.get(wanted, set()) if wanted else set()
        if wanted and not found:
            held = self.titles_on(day).items()
            found = {key for key, titles in held if any(_folded(title) == wanted for title in titles)}
        return self.people[next(iter(found))][0] if len(found) == 1 else None


def _folded(name):
    """A name for comparing: no case, ё as е, no article before it."""
    return text.normalise_line(name).casefold().replace("ё", "е").removeprefix("the ")
