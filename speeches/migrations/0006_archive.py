from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("speeches", "0005_search"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["release", "redacted_at", "id"], name="edition_readable"),
        ),
        migrations.AddIndex(
            model_name="release",
            index=models.Index(
                fields=["language", "-address_date", "-published_at", "-public_id", "kind", "event"],
                name="release_by_day",
            ),
        ),
        migrations.AddIndex(
            model_name="statementversion",
            index=models.Index(fields=["edition", "status", "speaker"], name="statement_who_speaks"),
        ),
    ]
