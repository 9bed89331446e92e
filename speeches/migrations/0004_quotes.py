import django.db.models.deletion
from django.db import migrations, models

from speeches.text.quoting import fold, shingles


def index_what_is_sealed(apps, schema_editor):
    """What was approved before this migration can be found by its words as well."""
    Edition, Shingle = apps.get_model("speeches", "Edition"), apps.get_model("speeches", "Shingle")
    database = schema_editor.connection.alias
    sealed = Edition.objects.using(database).filter(seal__isnull=False, redacted_at=None).only("pk", "plain_text")
    rows = []
    for edition in sealed.order_by("pk").iterator(200):
        rows += (Shingle(value=value, edition_id=edition.pk) for value in set(shingles(fold(edition.plain_text))))
        if len(rows) > 5000:
            Shingle.objects.using(database).bulk_create(rows, batch_size=5000)
            rows = []
    Shingle.objects.using(database).bulk_create(rows, batch_size=5000)


class Migration(migrations.Migration):
    dependencies = [
        ("speeches", "0003_statements"),
    ]

    operations = [
        migrations.CreateModel(
            name="Shingle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.IntegerField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shingles", to="speeches.edition"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("value", "edition"), name="shingle_once_in_edition"),
                ],
            },
        ),
        migrations.RunPython(index_what_is_sealed, migrations.RunPython.noop),
    ]
