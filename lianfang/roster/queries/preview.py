"""Looking before leaping: what an import would do, without writing anything."""

import datetime as dt
import uuid
from dataclasses import dataclass

from lianfang.geo.queries import gazetteer
from lianfang.people.actions import Incoming
from lianfang.people.queries import keys_on_file
from lianfang.roster.client import Table
from lianfang.roster.errors import UnknownLayout
from lianfang.roster.rules import columns
from lianfang.roster.rules.folding import fold
from lianfang.roster.rules.issues import Issues
from lianfang.roster.rules.patients import NAMESPACE, read_patients
from lianfang.roster.rules.report import Report, peak_of


@dataclass(frozen=True, slots=True)
class Preview:
    """The people an import would register, and the report it would give."""

    people: tuple[Incoming, ...]
    batch: uuid.UUID
    report: Report


def preview_line_list(table: Table, *, at: dt.datetime) -> Preview:
    """Read a case sheet of the wuhan2020 layout against what is on file; writes nothing.

    Raises UnknownLayout naming the columns that are missing.
    """
    if missing := [name for name in columns.ALL if name not in table.columns]:
        raise UnknownLayout(f"缺少：{'、'.join(missing)}")
    issues = Issues()
    patients, kinds = fold(table.rows, issues)
    read = read_patients(patients, book=gazetteer(), issues=issues, now=at)
    already = keys_on_file([person.key for person in read.people])
    report = Report(
        file=table.name,
        sha256=table.digest,
        is_dry_run=True,
        rows=len(table.rows),
        kinds=kinds,
        created=len(read.people) - len(already),
        already=len(already),
        trips_stored=sum(len(person.trips) for person in read.people),
        trips_elsewhere=read.trips_elsewhere,
        stops=read.stops,
        peak=peak_of(read.by_confirm_date),
        issues=tuple(sorted(issues.found)),
    )
    return Preview(tuple(read.people), uuid.uuid5(NAMESPACE, table.digest), report)
