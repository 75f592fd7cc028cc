"""Acts on many people at once."""

import datetime as dt
from dataclasses import replace

from django.db import transaction

from lianfang.core.actor import Actor
from lianfang.geo.actions import load_divisions
from lianfang.people.actions import register_many
from lianfang.roster.client import Table
from lianfang.roster.queries import preview_line_list
from lianfang.roster.rules.report import Report


@transaction.atomic
def import_line_list(table: Table, *, by: Actor, at: dt.datetime) -> Report:
    """Register every patient of a case sheet under the county where they live.

    One audit entry for the batch. The same sheet again changes nothing: a patient is known by the
    sheet's origin and number. Raises UnknownLayout.
    """
    load_divisions(by=by, at=at)  # the counties the people will stand under
    preview = preview_line_list(table, at=at)
    done = register_many(
        preview.people, batch=preview.batch, origin=f"{table.name} {table.digest}", by=by, at=at
    )
    return replace(preview.report, is_dry_run=False, created=done.created, already=done.already)
