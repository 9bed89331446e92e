from django.db import migrations

from speeches.text.quoting import fold, shingles


def index_headlines_and_summaries(apps, schema_editor):
    """Headlines and summaries of what was sealed before this migration can be found by their words as well."""
    Edition, Shingle = apps.get_model("speeches", "Edition"), apps.get_model("speeches", "Shingle")
    database = schema_editor.connection.alias
    sealed = Edition.objects.using(database).filter(seal__isnull=False, redacted_at=None)
    rows = []

    def write():
        # A text may say the same as its headline.
        Shingle.objects.using(database).bulk_create(rows, batch_size=5000, ignore_conflicts=True)
        rows.clear()

    for edition in sealed.only("pk", "title", "summary").order_by("pk").iterator(200):
        values = {value for text in (edition.title, edition.summary) for value in shingles(fold(text))}
        rows += (Shingle(value=value, edition_id=edition.pk) for value in values)
        if len(rows) > 5000:
            write()
    write()


class Migration(migrations.Migration):
    dependencies = [("speeches", "0008_related")]

    operations = [migrations.RunPython(index_headlines_and_summaries, migrations.RunPython.noop)]
