import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("speeches", "0007_readers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="editiontheme",
            name="tag",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="edition_themes",
                to="speeches.theme",
                verbose_name="theme",
            ),
        ),
        migrations.AddIndex(
            model_name="editiontheme",
            index=models.Index(fields=["tag", "content_object"], name="edition_of_theme"),
        ),
    ]
