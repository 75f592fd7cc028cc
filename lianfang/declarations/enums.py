"""The words of declarations by organisations (plan 4.1.5)."""

from django.db.models import TextChoices


class Outcome(TextChoices):
    CASE = "case", "已转社区核实"
    REGISTERED = "registered", "已登记"
