"""Statements of the language versions of one release beside each other: by comparison, and as people decide.

A row holds at most one statement of each language version. `Statement.alignment` names it (the public id of its first
statement, or what it was when a person made the row); `aligned_by` is the person who decided, None where the words
were compared. What a person decided is never changed by a comparison; it may add a third language to it.

Rows may hold what is not public yet: the door decides when something is read, not when it is stored.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from speeches import clock, record, text
from speeches.models import Edition, Release, Statement, StatementVersion, Translation
from speeches.states import Mode, State, StatementStatus
from speeches.text.alignment import CERTAIN, Unit, align

from .core import audit
from .reasons import may_propose, refuse
from .statements import LASTING

_LIKELY = 0
"""Up to this likeness two statements are not even suggested to a person."""


@dataclass(eq=False)
class Row:
    """What says the same, or may: {number of a release: version}. `links` are its pairs: (one, other, certain)."""

    versions: dict = field(default_factory=dict)
    links: list = field(default_factory=list)
    alone: bool = False  # a person said that it has no counterpart
    key: str = ""  # of a row that a person made

    def add(self, release, version, beside=None, certain=True):
        self.versions[release.pk] = version
        if beside is not None:
            self.links.append((beside, version, certain))

    def certain_parts(self):
        """The statements that certainly say the same: lists of two or more, or with what a person put there."""
        decided = [one for one in self.versions.values() if self.key and one.statement.alignment == self.key]
        decided = [one for one in decided if _decided(one)]
        parts = [decided] if decided else []
        for one, other, certain in self.links:
            if certain:
                part = next((part for part in parts if one in part), None)
                if part is None:
                    parts.append([one, other])
                else:
                    part.append(other)
        return [[version.statement for version in part] for part in parts]


@dataclass(frozen=True)
class Comparison:
    """The accepted statements of a release and its language versions, compared: see `compare`.

    `releases` begin with the text from which the others were translated; `rows` are in the order of the texts.
    `sha256` (hex) is of all that a person sees of it before deciding.
    """

    releases: list
    versions: dict
    rows: list
    sha256: str

    def of(self, release):
        """The accepted versions of `release` in the order of its text."""
        return self.versions.get(release.pk, [])


def compare(release):
    """The `Comparison` of all language versions of `release`, in a fixed number of queries. Changes nothing.

    Of each, the edition that is live counts, else the newest in which a statement was accepted.
    """
    group = _group(release.pk, release.translation_group)
    return _compared(_in_order(list(Release.objects.filter(group))))


def _group(number, group):
    """The condition for the release `number` and, where it has a translation group, its language versions."""
    return Q(pk=number) | Q(translation_group=group) if group else Q(pk=number)


def _compared(releases):
    versions = _versions(releases)
    held = _held(releases)
    rows = []
    for number, one in enumerate(releases):
        _take(rows, one, versions.get(one.pk, []), held, first=number == 0)
    return Comparison(releases, versions, rows, _sha256(versions))


def _in_order(releases):
    """Sources before what was translated from them, else in the order of the site's languages."""
    numbers = [one.pk for one in releases]
    edges = dict(Translation.objects.filter(release__in=numbers, source__in=numbers).values_list("release", "source"))
    codes = [code for code, _name in settings.LANGUAGES]

    def place(one):
        depth, number = 0, one.pk
        while number in edges and depth < len(numbers):
            depth, number = depth + 1, edges[number]
        return depth, one.pk not in edges.values(), codes.index(one.language) if one.language in codes else len(codes)

    ordered = sorted(releases, key=place)
    for one in ordered:
        one.translated_from = edges.get(one.pk)
    return ordered


def _versions(releases):
    """{number of a release: the accepted versions of its newest lasting edition, in the order of the text}."""
    accepted = StatementVersion.objects.filter(status=StatementStatus.ACCEPTED)
    editions = Edition.objects.filter(Exists(accepted.filter(edition=OuterRef("pk"))), release__in=releases)
    editions = editions.filter(redacted_at=None).exclude(state=State.DISCARDED)
    editions = editions.annotate(is_live=Exists(Edition.objects.live().filter(pk=OuterRef("pk"))))
    newest = dict(editions.order_by("is_live", "created_at", "pk").values_list("release", "pk"))
    found, by_number = {}, {one.pk: one for one in releases}
    chosen = accepted.filter(edition__in=newest.values()).select_related("statement__aligned_by", "edition", "speaker")
    for version in chosen.defer("edition__body").order_by("start", "pk"):
        version.statement.release = version.edition.release = by_number[version.edition.release_id]
        found.setdefault(version.edition.release_id, []).append(version)
    return found


def _held(releases):
    """{key of a row that a person made: numbers of the releases with a statement in it, accepted now or not}."""
    found = {}
    decided = Statement.objects.filter(release__in=releases, aligned_by__isnull=False).exclude(alignment="")
    for key, number in decided.values_list("alignment", "release"):
        found.setdefault(key, set()).add(number)
    return found


def _decided(version):
    return version.statement.aligned_by_id is not None


def _take(rows, release, versions, held, *, first):
    """Puts the statements of one more language version into the rows."""
    made = {row.key: row for row in rows if row.key}
    for version in versions:
        if _decided(version) and version.statement.alignment in made:
            made[version.statement.alignment].add(release, version)
    if not first:
        free = [version for version in versions if not _decided(version)]
        open_ = [row for row in rows if not row.alone and release.pk not in row.versions]
        open_ = [row for row in open_ if release.pk not in held.get(row.key, ())]
        beside = [row.versions.get(release.translated_from) or next(iter(row.versions.values())) for row in open_]
        # A row that a person made may lack this language, because its counterpart here was set apart from it.
        made_open = [place for place, row in enumerate(open_) if row.key]
        apart = sum(_decided(version) and not version.statement.alignment for version in versions)
        for i, j, likeness in align(_units(beside), _units(free), made_open, apart):
            if likeness > _LIKELY:
                open_[i].add(release, free[j], beside[i], certain=likeness >= CERTAIN)
    place = {row.versions[release.pk].pk: row for row in rows if release.pk in row.versions}
    after = 0
    for version in versions:
        row = place.get(version.pk)
        if row is None:
            decided = _decided(version)
            key = version.statement.alignment if decided else ""
            row = Row({release.pk: version}, alone=decided and not key, key=key)
            rows.insert(after, row)
        after = rows.index(row) + 1


def _units(versions):
    return [
        Unit(
            version.quote,
            version.edition.language,
            version.speaker_id,
            version.edition.plain_text.count("\n\n", 0, version.start),
            version.mode == Mode.DIRECT,
        )
        for version in versions
    ]


def _sha256(versions):
    seen = [
        [one.public_id, one.quote, one.statement.alignment, one.statement.aligned_by_id]
        for number in sorted(versions)
        for one in versions[number]
    ]
    return record.content_hash({"seen": seen})


# --- the verbs ---------------------------------------------------------------------------------------


@contextmanager
def _locked(number):
    """A transaction in which nobody else acts on the release of this number or on its language versions."""
    with transaction.atomic(), clock.stopped():
        group = Release.objects.values_list("translation_group", flat=True).get(pk=number)
        releases = list(Release.objects.select_for_update().filter(_group(number, group)).order_by("pk"))
        yield _in_order(releases)


class _Stored:
    """The rows of some releases as the database has them; what is changed here is written at once by `write`."""

    def __init__(self, releases):
        by_number = {one.pk: one for one in releases}
        lasting = StatementVersion.objects.filter(statement=OuterRef("pk"), replaces=None, status__in=LASTING)
        found = Statement.objects.filter(release__in=releases).annotate(lasts=Exists(lasting)).order_by("pk")
        self.statements = {one.pk: one for one in found}
        for one in self.statements.values():
            one.release = by_number[one.release_id]
        self.before = {one.pk: (one.alignment, one.aligned_by_id) for one in self.statements.values()}

    def row(self, statement):
        """All that stands in the row of `statement`, itself included."""
        if not statement.alignment:
            return [statement]
        return [one for one in self.statements.values() if one.alignment == statement.alignment]

    def take_out(self, statement, by):
        """Takes a statement out of its row. What stays behind alone is open again."""
        left = [one for one in self.row(statement) if one != statement]
        statement.alignment, statement.aligned_by = "", by
        if len(left) == 1:
            left[0].alignment, left[0].aligned_by = "", None

    def free_key(self, members):
        """A name for a row of `members`: the id of its first that names no other row."""
        taken = {one.alignment for one in self.statements.values() if one not in members}
        ids = [one.public_id for one in members]
        return next((key for key in ids if key not in taken), record.digest(" ".join(ids).encode())[:12])

    def write(self):
        """Writes what has changed, and gives it: a list of statements."""
        changed = [one for one in self.statements.values() if self.before[one.pk] != (one.alignment, one.aligned_by_id)]
        # First out of the old rows: a row never holds two statements of one release, not even in between.
        Statement.objects.filter(pk__in=[one.pk for one in changed]).update(alignment="")
        Statement.objects.bulk_update(changed, ["alignment", "aligned_by"])
        return changed


def align_statements(release, actor):
    """Puts beside each other what certainly says the same in the language versions of `release`, and takes apart
    what no longer does (a statement was taken off, joined, rejected). Gives the statements whose row has changed.

    What a person decided stays. Asked again it changes nothing. `actor` is a user, or the name of a command. Locks
    all language versions in the order of their numbers: call it where no lock is held.
    """
    with _locked(release.pk) as releases:
        return _align(releases, actor)


def _align(releases, actor):
    stored, rows = _Stored(releases), _compared(releases).rows
    open_ = [one for one in stored.statements.values() if one.aligned_by_id is None]
    for one in open_:
        one.alignment = ""
    for part in (part for row in rows for part in row.certain_parts()):
        part = [stored.statements[one.pk] for one in part]
        key = next((one.alignment for one in part if one.aligned_by_id), "") or stored.free_key(part)
        for one in part:
            one.alignment = key
    changed = stored.write()
    for one in releases:
        aligned = {each.public_id: each.alignment for each in changed if each.release_id == one.pk}
        if aligned:
            audit("align_statements", one, actor, release=one, aligned=aligned)
    return changed


def put_together(statements, user):
    """Says that `statements` (of two or more language versions of one release) say the same. Raises Refused.

    What stood in their place in that row is open again; what is open is compared anew. Gives the statements.
    """
    statements = list(statements)
    _may_correct(user)
    if len(statements) < 2:
        refuse("two", _("Choose a statement in each of two languages."))
    with _locked(statements[0].release_id) as releases:
        stored = _Stored(releases)
        made = _together(stored, statements, user)
        _settle(stored, releases, user, [("put_together", made)])
    return made


def set_apart(statement, user):
    """Says that `statement` has no counterpart in any other language version. Raises Refused. Gives the statement."""
    _may_correct(user)
    with _locked(statement.release_id) as releases:
        stored = _Stored(releases)
        (one,) = _known(stored, [statement])
        stored.take_out(one, user)
        _settle(stored, releases, user, [("set_apart", [one])])
    return one


def correct_alignment(release, user, seen, *, together=(), apart=(), opened=()):
    """What a person decided about two language versions, all of it or nothing. Raises Refused.

    `together` are pairs of statements that say the same; `apart` are pairs (statement, release): it has no counterpart
    in that language version; `opened` are pairs of the same kind that the comparison may decide again. `seen` is the
    `sha256` of the `Comparison` on which that was decided.
    """
    _may_correct(user)
    with _locked(release.pk) as releases:
        compared = _compared(releases)
        if seen != compared.sha256:
            refuse("changed", _("The statements have changed since you opened the page. Look at them again."))
        stored, done = _Stored(releases), []
        _one_to_one(stored, compared, together, [*apart, *opened])
        for one, other in opened:
            done.append(("open_alignment", _open(stored, one, other)))
        for one, other in apart:
            done.append(("set_apart", _apart(stored, one, other, user)))
        for pair in together:
            done.append(("put_together", _together(stored, pair, user)))
        _settle(stored, releases, user, done)


def _settle(stored, releases, user, done):
    """Writes what a person decided, with its audit rows, and compares what is open."""
    changed = stored.write()
    for verb, statements in done:
        for one in statements:
            if one in changed:
                audit(verb, one, user, statements=[each.public_id for each in statements])
    if changed:
        _align(releases, user)


def _may_correct(user):
    if not may_propose(user):
        refuse("permission", _("Your role does not allow to align statements."))


def _known(stored, statements):
    """The stored rows of `statements`. Raises Refused where one belongs to other releases, or is a record no more."""
    found = [stored.statements.get(one.pk) for one in statements]
    if None in found:
        refuse("group", _("Only statements of the language versions of one release stand beside each other."))
    if not all(one.lasts for one in found):
        refuse("gone", _("One of the statements was taken off or joined to another. Look at them again."))
    return found


def _together(stored, statements, user):
    members = _known(stored, statements)
    taken = {one.release_id for one in members}
    if len(taken) < len(members):
        refuse("language", _("Two statements of one language version cannot stand beside each other."))
    if all(one.aligned_by_id for one in members) and len({one.alignment or one for one in members}) == 1:
        return members
    touched = [other for member in members for other in stored.row(member)]
    wanted = list(members)
    for one in touched:
        if one.release_id not in taken:
            taken.add(one.release_id)
            wanted.append(one)
    left = [one for one in touched if one not in wanted]
    for one in left:
        if sum(other.alignment == one.alignment for other in left) == 1:
            one.alignment, one.aligned_by = "", None
    order = [one.release_id for one in stored.statements.values()]
    key = stored.free_key(sorted(wanted, key=lambda one: order.index(one.release_id)))
    for one in wanted:
        one.alignment = key
        one.aligned_by = user if one in members else one.aligned_by
    return members


def _apart(stored, statement, release, user):
    """`statement` has no counterpart in the language version `release`; in others it keeps what it has."""
    (one,) = _known(stored, [statement])
    gone = [other for other in stored.row(one) if other != one and other.release_id == release.pk]
    for other in gone:
        stored.take_out(other, user)
    one.aligned_by = user
    return [one, *gone]


def _open(stored, statement, release):
    """Whether `statement` has a counterpart in the language version `release` is open again."""
    (one,) = _known(stored, [statement])
    gone = [other for other in stored.row(one) if other != one and other.release_id == release.pk]
    for other in gone:
        stored.take_out(other, None)
    if not any(other.aligned_by_id for other in stored.row(one) if other != one):
        one.aligned_by = None
    return [one, *gone]


def _one_to_one(stored, compared, together, others):
    """Raises Refused, naming the clash, where a statement would get two counterparts, or one and none.

    `others` are the pairs (statement, release) about which something else is said.
    """
    quotes = {one.statement_id: text.truncate(one.quote, 60) for some in compared.versions.values() for one in some}
    met, said = {}, {one.pk for one, _release in others} | {one.pk for one, _other in together}
    clash = _("“%(one)s” and “%(two)s” cannot both stand beside “%(other)s”. Choose one of them.")

    def complain(message, **statements):
        refuse("clash", message % {name: quotes.get(one.pk, "…") for name, one in statements.items()})

    for left, right in together:
        for one, other in ((left, right), (right, left)):
            if met.setdefault(one.pk, other) != other:
                complain(clash, one=met[one.pk], two=other, other=one)
        kept = stored.row(stored.statements.get(right.pk, right))
        for one in kept:
            if one.release_id == left.release_id and one != left and one.pk not in said:
                complain(clash, one=one, two=left, other=right)
    for one, _release in others:
        if one.pk in met:
            both = _("“%(one)s” is said to have no counterpart, and yet to stand beside “%(other)s”.")
            complain(both, one=one, other=met[one.pk])
