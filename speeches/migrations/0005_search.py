from itertools import islice

import django.db.models.deletion
from django.db import migrations, models

from speeches.search import fields

TABLES = {
    "speeches_indexedtext": ("edition_id", ("title", "summary", "captions", "body")),
    "speeches_indexedstatement": ("version_id", ("speaker", "words")),
    "speeches_indexedname": ("id", ("words",)),
}

NAMED = {"person": "name", "theme": "name", "event": "title", "eventseries": "title"}
LANGUAGES = ("en", "ru", "kk")

SQLITE = """
CREATE VIRTUAL TABLE {table}_fts USING fts5(
    {columns}, content='{table}', content_rowid='{key}', columnsize=0, tokenize='ascii'
);
CREATE TRIGGER {table}_in AFTER INSERT ON {table} BEGIN
    INSERT INTO {table}_fts(rowid, {columns}) VALUES (NEW.{key}, {new});
END;
CREATE TRIGGER {table}_out AFTER DELETE ON {table} BEGIN
    INSERT INTO {table}_fts({table}_fts, rowid, {columns}) VALUES ('delete', OLD.{key}, {old});
END;
CREATE TRIGGER {table}_anew AFTER UPDATE ON {table} BEGIN
    INSERT INTO {table}_fts({table}_fts, rowid, {columns}) VALUES ('delete', OLD.{key}, {old});
    INSERT INTO {table}_fts(rowid, {columns}) VALUES (NEW.{key}, {new});
END
"""
# A stem holds letters and digits alone, so that the tokenizer has nothing to do but to part at spaces.

POSTGRESQL = """
ALTER TABLE {table} ADD COLUMN found tsvector
    GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array({joined}, ' '), ''))) STORED;
CREATE INDEX {table}_found ON {table} USING gin (found) WITH (fastupdate = off)
"""


def own_index(apps, schema_editor):
    """Puts the database's own index beside each table."""
    template = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for table, (key, columns) in TABLES.items():
        sql = template.format(
            table=table,
            key=key,
            columns=", ".join(columns),
            new=", ".join(f"NEW.{column}" for column in columns),
            old=", ".join(f"OLD.{column}" for column in columns),
            joined=" || ' ' || ".join(columns),
        )
        end = ";\n" if template is POSTGRESQL else ";\nCREATE"
        for number, part in enumerate(sql.strip().split(end)):
            schema_editor.execute(part if number == 0 or template is POSTGRESQL else f"CREATE{part}")


def no_index(apps, schema_editor):
    """The virtual tables of SQLite; all else goes with the tables."""
    if schema_editor.connection.vendor != "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP TABLE {table}_fts")


def index_what_is_there(apps, schema_editor):
    """What was approved before this migration can be found by its words as well."""
    using = schema_editor.connection.alias
    texts, said = apps.get_model("speeches", "IndexedText"), apps.get_model("speeches", "IndexedStatement")
    names = apps.get_model("speeches", "IndexedName")

    def rows(model, *related):
        return apps.get_model("speeches", model).objects.using(using).select_related(*related).order_by("pk")

    def write(model, made):
        made = iter(made)
        while batch := list(islice(made, 500)):
            model.objects.using(using).bulk_create(batch)

    sealed = rows("Edition", "release").filter(seal__isnull=False, redacted_at=None)
    sealed = sealed.prefetch_related("edition_photos")
    write(texts, (texts(edition=one, **fields.of_edition(one)) for one in sealed.iterator(200)))
    accepted = rows("StatementVersion", "edition__release", "speaker").filter(
        status="accepted", edition__seal__isnull=False, edition__redacted_at=None
    )
    write(said, (said(version=one, **fields.of_version(one)) for one in accepted.iterator(200)))
    write(
        names,
        (
            names(kind="edition", target=one.pk, language=one.release.language, **fields.of_name(one.title))
            for one in sealed.iterator(200)
        ),
    )
    for kind, field in NAMED.items():
        write(
            names,
            (
                names(kind=kind, target=one.pk, language=code, **fields.of_name(fields.called(one, field, code)))
                for one in rows(kind).iterator(200)
                for code in LANGUAGES
            ),
        )


class Migration(migrations.Migration):
    dependencies = [("speeches", "0004_quotes")]

    operations = [
        migrations.CreateModel(
            name="IndexedText",
            fields=[
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="indexed",
                        serialize=False,
                        to="speeches.edition",
                    ),
                ),
                ("title", models.TextField()),
                ("summary", models.TextField()),
                ("captions", models.TextField()),
                ("body", models.TextField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="IndexedStatement",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="indexed",
                        serialize=False,
                        to="speeches.statementversion",
                    ),
                ),
                ("speaker", models.TextField()),
                ("words", models.TextField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="IndexedName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("target", models.BigIntegerField()),
                ("language", models.CharField(max_length=5)),
                ("words", models.TextField()),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "target", "language"), name="name_indexed_once")
                ],
            },
        ),
        migrations.RunPython(own_index, no_index),
        migrations.RunPython(index_what_is_there, migrations.RunPython.noop),
    ]
