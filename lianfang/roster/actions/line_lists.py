"""Acts on many people at once."""

import datetime as dt
from dataclasses import replace

from django.db import transaction

from lianfang.core.actor import Actor
from lianfang.geo.actions import load_divisions
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.people.actions import one_batch, register_many
from lianfang.roster.client import Table
from lianfang.roster.queries import preview_line_list
from lianfang.roster.rules.report import Report


@transaction.atomic
def import_line_list(
    table: Table, *, second: Caller | None = None, by: Actor, at: dt.datetime
) -> Report:
    """Register every patient of a case sheet under the county where they live.

    One audit entry for the batch. The same sheet again changes nothing: a patient is known by the
    sheet's origin and number. Raises UnknownLayout, and SecondPersonNeeded where it holds many
    patients and no ``second`` person stands by it, whom the entry names.
    """
    if second:
        second.must(Permission.APPROVAL_DECIDE)
    load_divisions(by=by, at=at)  # the counties the people will stand under
    preview = preview_line_list(table, at=at)
    origin = f"{table.name} {table.digest}" + (f" 第二人 user {second.id}" if second else "")
    with one_batch(is_agreed=second is not None, by=by, at=at):
        done = register_many(preview.people, batch=preview.batch, origin=origin, by=by, at=at)
    return replace(preview.report, is_dry_run=False, created=done.created, already=done.already)
