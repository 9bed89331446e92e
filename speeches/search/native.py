"""What the two databases say differently of the words of an index.

Both hold ready stems and are asked for whole stems alone, so that they find the same. PostgreSQL's index holds no
places: a tsvector keeps at most 256 of a word and none after the 16,383rd, too few for an address to the nation. A
phrase is looked for in the stems themselves, of the rows that have all of its words.
"""

from django.db import connection
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Collate


def is_sqlite():
    return connection.vendor == "sqlite"


def among(things, ids):
    """Those of `things`, a queryset, whose id is among `ids`, of `matching` or `beginning`."""
    if is_sqlite():
        # Else SQLite may look for every one of the ids at each release.
        return things.annotate(own_id=F("pk") + 0).filter(own_id__in=ids)
    return things.filter(pk__in=ids)


def matching(model, query):
    """The rows of an index that have every word and phrase of a `text.queries.Query` and nothing that it excludes.

    For `among`: ids of editions or versions, of the model of what is found.
    """
    wanted = [term.stems for term in query.terms if not term.excluded]
    unwanted = [term.stems for term in query.terms if term.excluded]
    if is_sqlite():
        return _fts(model, _match(wanted, unwanted))
    lexemes = [_lexeme(stem) for stems in wanted for stem in stems]
    lexemes += [f"!{_lexeme(stems[0])}" for stems in unwanted if len(stems) == 1]
    rows = model.objects.filter(pk__in=_tsvector(model, " & ".join(lexemes)))
    for stems in wanted:
        if len(stems) > 1:
            rows = rows.filter(_says(model, stems))
    for stems in unwanted:
        if len(stems) > 1:
            rows = rows.exclude(_says(model, stems))
    return rows.values("pk")


def beginning(model, words, start):
    """The rows that have every one of the words, and one that begins with `start`: as `matching`."""
    if is_sqlite():
        return _fts(model, " AND ".join([*(f'"{word}"' for word in words), f'"{start}" *']))
    return _tsvector(model, " & ".join([*map(_lexeme, words), f"{_lexeme(start)}:*"]))


def purge(model):
    """Takes what was deleted from an index out of its file, where the database only marks it."""
    if is_sqlite():
        table = _table(model)
        with connection.cursor() as cursor:
            # The words go when the parts of the index are merged (FTS5, 6.8).
            cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")


def _table(model):
    return f"{model._meta.db_table}_fts"


def _fts(model, match):
    table = _table(model)
    return RawSQL(f"SELECT rowid FROM {table} WHERE {table} MATCH %s", [match])


def _match(wanted, unwanted):
    """The query as FTS5 reads it (sqlite.org/fts5.html, 3)."""
    these, those = ([f'"{" ".join(stems)}"' for stems in terms] for terms in (wanted, unwanted))
    return f"({' AND '.join(these)})" + (f" NOT ({' OR '.join(those)})" if those else "")


def _tsvector(model, asked):
    table, key = model._meta.db_table, model._meta.pk.column
    return RawSQL(f"SELECT {key} FROM {table} WHERE found @@ %s::tsquery", [asked])


def _lexeme(stem):
    return f"'{stem}'"


def _says(model, stems):
    says = Q()
    for name in model.FIELDS:
        says |= Q(**{f"{name}__contains": f" {' '.join(stems)} "})
    return says


def bytewise(name):
    """The field `name` compared by its bytes, whatever the collation of the database."""
    return Collate(F(name), "BINARY" if is_sqlite() else "C")
