import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_code', models.CharField(max_length=15)),
                ('city', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Substr('area_code', 1, 4), output_field=models.CharField(max_length=4))),
                ('county', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Substr('area_code', 1, 6), output_field=models.CharField(max_length=6))),
                ('street', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Substr('area_code', 1, 9), output_field=models.CharField(max_length=9))),
                ('community', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Substr('area_code', 1, 12), output_field=models.CharField(max_length=12))),
                ('key', models.UUIDField(unique=True)),
                ('kind', models.CharField(choices=[('news', '要闻播报'), ('guidance', '防疫宣传'), ('self_check', '自查说明')], max_length=12)),
                ('state', models.CharField(choices=[('draft', '草稿'), ('published', '已发布'), ('withdrawn', '已撤回')], default='draft', max_length=12)),
                ('latest', models.PositiveIntegerField(default=1)),
                ('live', models.PositiveIntegerField(null=True)),
                ('publish_at', models.DateTimeField(null=True)),
                ('until', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['city', 'id'], name='article_city'), models.Index(fields=['county', 'id'], name='article_county'), models.Index(fields=['street', 'id'], name='article_street'), models.Index(fields=['community', 'id'], name='article_community'), models.Index(fields=['area_code', 'id'], name='article_area_code'), models.Index(fields=['area_code', 'state', 'publish_at'], name='article_shown')],
            },
        ),
        migrations.CreateModel(
            name='Enclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_key', models.UUIDField(unique=True)),
                ('name', models.CharField(max_length=128)),
                ('mime', models.CharField(max_length=80)),
                ('size', models.PositiveIntegerField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enclosures', to='articles.article')),
            ],
        ),
        migrations.CreateModel(
            name='Audience',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reader', models.CharField(max_length=24)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='audience', to='articles.article')),
            ],
            options={
                'indexes': [models.Index(fields=['reader', 'article'], name='article_reader')],
                'constraints': [models.UniqueConstraint(fields=('article', 'reader'), name='article_audience_once')],
            },
        ),
        migrations.CreateModel(
            name='DayCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('readers', models.PositiveIntegerField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('article', 'day'), name='article_day_once')],
            },
        ),
        migrations.CreateModel(
            name='ReaderDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('reader_kind', models.CharField(max_length=16)),
                ('reader_id', models.BigIntegerField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
            ],
            options={
                'indexes': [models.Index(fields=['day'], name='article_reader_day')],
                'constraints': [models.UniqueConstraint(fields=('article', 'day', 'reader_kind', 'reader_id'), name='article_read_once')],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=80)),
                ('summary', models.CharField(blank=True, max_length=200)),
                ('body', models.TextField(blank=True)),
                ('cover', models.UUIDField(null=True)),
                ('attachments', models.JSONField(default=list)),
                ('tree', models.JSONField(null=True)),
                ('source_name', models.CharField(blank=True, max_length=40)),
                ('source_url', models.CharField(blank=True, max_length=300)),
                ('note', models.CharField(blank=True, max_length=100)),
                ('saved_at', models.DateTimeField()),
                ('saved_by', models.CharField(max_length=32)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='articles.article')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('article', 'number'), name='article_version_once')],
            },
        ),
    ]
