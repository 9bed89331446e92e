from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("speeches", "0006_archive"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="tenure",
            options={
                "ordering": [models.F("held_from").desc(nulls_last=True), "pk"],
                "verbose_name": "time in office",
                "verbose_name_plural": "times in office",
            },
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["-starts_on", "slug"], name="event_by_day"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["ends_on"], name="event_by_end"),
        ),
        migrations.AddIndex(
            model_name="release",
            index=models.Index(fields=["translation_group", "language"], name="release_group"),
        ),
        migrations.RemoveIndex(
            model_name="statementversion",
            name="statement_of_speaker",
        ),
        migrations.AddIndex(
            model_name="statementversion",
            index=models.Index(
                fields=["speaker", "status", "edition", "start", "statement"], name="statement_of_speaker"
            ),
        ),
    ]
