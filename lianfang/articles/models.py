"""Articles, every saved version of them, who they are for, and how often they are read."""

from django.db import models

from lianfang.articles.enums import ArticleKind, ArticleState
from lianfang.geo.models import Placed


class Article(Placed):
    """An article for the people of an area (宣传/要闻/自查说明).

    ``area_code`` is whom it is for, the city or less. ``latest`` numbers the newest version saved,
    ``live`` the one readers see.
    """

    key = models.UUIDField(unique=True)  # made by the client: a resend finds the same row
    kind = models.CharField(max_length=12, choices=ArticleKind.choices)
    state = models.CharField(
        max_length=12, choices=ArticleState.choices, default=ArticleState.DRAFT
    )
    latest = models.PositiveIntegerField(default=1)
    live = models.PositiveIntegerField(null=True)
    publish_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)  # why it was withdrawn
    changed_at = models.DateTimeField()

    class Meta(Placed.Meta):
        indexes = [
            *Placed.Meta.indexes,
            models.Index(fields=["area_code", "state", "publish_at"], name="article_shown"),
        ]

    def __str__(self) -> str:
        return f"文章{self.pk}"


class Version(models.Model):
    """The content as saved once (版本); ``body`` is sanitised HTML, pictures as ``lf:KEY``."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=80)
    summary = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    cover = models.UUIDField(null=True)
    attachments = models.JSONField(default=list)  # file keys, in their order
    tree = models.JSONField(null=True)  # of a self-check: its questions
    source_name = models.CharField(max_length=40, blank=True)
    source_url = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=100, blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="article_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} v{self.number}"


class Audience(models.Model):
    """One kind of reader an article is for: ``citizen`` or a role of the staff."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="audience")
    reader = models.CharField(max_length=24)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "reader"], name="article_audience_once"),
        ]
        indexes = [models.Index(fields=["reader", "article"], name="article_reader")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.reader}"


class Enclosure(models.Model):
    """A picture or attachment that was given to an article."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="enclosures")
    file_key = models.UUIDField(unique=True)
    name = models.CharField(max_length=128)
    mime = models.CharField(max_length=80)
    size = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.name


class ReaderDay(models.Model):
    """Somebody read an article on a day; kept until the day is counted."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    reader_kind = models.CharField(max_length=16)
    reader_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "day", "reader_kind", "reader_id"], name="article_read_once"
            ),
        ]
        indexes = [models.Index(fields=["day"], name="article_reader_day")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.day}"


class DayCount(models.Model):
    """How many people read an article on a day that is over."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    readers = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "day"], name="article_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.day} {self.readers}"
