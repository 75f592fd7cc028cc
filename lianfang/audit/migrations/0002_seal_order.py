"""Seals get an order of their own; what was sealed so far was sealed in the order of ids."""

from django.db import migrations, models

BATCH = 1000


def number_sealed(apps, schema_editor):
    entries = apps.get_model("audit", "Entry").objects.exclude(seal="").order_by("id")
    number, batch = 0, []
    for entry in entries.only("id").iterator(chunk_size=BATCH):
        number += 1
        entry.seal_no = number
        batch.append(entry)
        if len(batch) == BATCH:
            entries.model.objects.bulk_update(batch, ["seal_no"])
            batch = []
    entries.model.objects.bulk_update(batch, ["seal_no"])


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="entry", name="entry_seal"),
        migrations.AddField(
            model_name="entry",
            name="seal_no",
            field=models.BigIntegerField(null=True, unique=True),
        ),
        migrations.RunPython(number_sealed, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["seal_no", "id"], name="entry_seal_no"),
        ),
    ]
