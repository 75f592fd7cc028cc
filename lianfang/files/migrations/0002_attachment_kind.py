
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='file',
            name='kind',
            field=models.CharField(choices=[('photo', '照片'), ('signature', '签名'), ('notice', '文书'), ('attachment', '附件')], max_length=16),
        ),
        migrations.AlterField(
            model_name='file',
            name='mime',
            field=models.CharField(max_length=80),
        ),
    ]
