"""Folded patients turned into people's files, ready to be registered."""

import datetime as dt
import re
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lianfang.core.clock import local_date
from lianfang.geo.rules import Gazetteer
from lianfang.people.actions import Incoming, Past, StatusMove, Trip
from lianfang.people.enums import Axis, CaseClass, ControlStatus, ExposureKind, Reason, ReportSource
from lianfang.roster.client import Row
from lianfang.roster.enums import Finding
from lianfang.roster.rules import columns as c
from lianfang.roster.rules.cells import SEXES, YES_NO, Reader
from lianfang.roster.rules.folding import Folded
from lianfang.roster.rules.issues import Issues
from lianfang.roster.rules.places import Places
from lianfang.roster.rules.transport import is_all_read, means_of, seat_of, service_number_of

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:lianfang:line-list:wuhan2020")
HUBEI = "42"
_NUMBERS = re.compile(r"\d{8,10}")
_NOBODY, _SOMEBODY, _NOWHERE = "无", "有", "无"
_LIVED, _TRAVELLED, _NO = "1", "2", "0"
_RECOVERED = ("治愈", "出院")


@dataclass(slots=True)
class Read:
    """The people found, and what the sheet told that has no place on file yet."""

    people: list[Incoming] = field(default_factory=list)
    by_confirm_date: Counter[dt.date] = field(default_factory=Counter)
    trips_elsewhere: int = 0
    stops: int = 0


def key_of(patient: Folded) -> uuid.UUID:
    """The same for the same patient of the same sheet, whatever the file is called."""
    return uuid.uuid5(NAMESPACE, f"{patient.origin}/{patient.identity}")


def read_patients(
    patients: Sequence[Folded], *, book: Gazetteer, issues: Issues, now: dt.datetime
) -> Read:
    """Every patient as a person to register; what could not be used is noted in ``issues``."""
    return _Reading(patients, book, issues, now).run()


class _Reading:
    def __init__(
        self, patients: Sequence[Folded], book: Gazetteer, issues: Issues, now: dt.datetime
    ) -> None:
        self._patients = patients
        self._issues = issues
        self._now = now
        self._cells = Reader(issues, now=now)
        self._places = Places(book, issues)
        self._keys = {(p.origin, p.number.lstrip("0")): key_of(p) for p in reversed(patients)}
        self._read = Read()

    def run(self) -> Read:
        homes, reporting = self._places.homes_of(self._patients)
        for patient, home in zip(self._patients, homes, strict=True):
            self._read.people.append(self._person(patient, home, reporting))
        return self._read

    def _person(self, patient: Folded, home: str, reporting: Mapping[str, str]) -> Incoming:
        confirmed = self._moment(patient, c.CONFIRMED)
        onset = self._moment(patient, c.ONSET)
        left = self._moment(patient, c.LEFT_AT)
        self._check_order(patient, c.CONFIRMED, confirmed, onset, "发病日期")
        self._check_order(patient, c.CONFIRMED, confirmed, left, "离鄂时间")
        if confirmed:
            self._read.by_confirm_date[local_date(confirmed)] += 1
        age = self._cells.age(*self._cell(patient, c.AGE))
        year = local_date(confirmed or onset or left or self._latest()).year
        return Incoming(
            key=key_of(patient),
            name=patient.text(c.NAME) or f"病例{patient.number}",
            area_code=home,
            source=ReportSource.CDC,
            sex=self._cells.choice(*self._cell(patient, c.SEX), SEXES) or "0",
            birth_date=None if age is None else dt.date(year - age, 1, 1),
            birth_precision="Y",
            address=patient.text(c.TOWN),
            case_class=CaseClass.CONFIRMED,
            moves=[self._registration(), self._confirmation(patient, confirmed, onset)],
            trips=list(self._trips(patient, confirmed, reporting.get(patient.origin, ""))),
            exposures=[*self._key_area(patient, left), *self._contacts(patient)],
        )

    def _cell(self, patient: Folded, column: str) -> tuple[str, int, str]:
        cell = patient.cells.get(column)
        return (cell.text, cell.row, column) if cell else ("", patient.row, column)

    def _moment(self, patient: Folded, column: str) -> dt.datetime | None:
        return self._cells.moment(*self._cell(patient, column))

    def _latest(self) -> dt.datetime:
        """When the sheet was kept: its last confirmation so far, for the age of the undated."""
        days = self._read.by_confirm_date
        return dt.datetime.combine(max(days), dt.time(12), tzinfo=dt.UTC) if days else self._now

    def _check_order(
        self,
        patient: Folded,
        column: str,
        later: dt.datetime | None,
        earlier: dt.datetime | None,
        name: str,
    ) -> None:
        if later and earlier and later < earlier:
            _, row, _ = self._cell(patient, column)
            self._issues.add(Finding.DATE_ORDER, row, column, value=column, other=name)

    def _registration(self) -> StatusMove:
        return StatusMove(
            Axis.CONTROL, "", ControlStatus.REGISTERED, effective_at=self._now, reason=Reason.OTHER
        )

    def _confirmation(
        self, patient: Folded, confirmed: dt.datetime | None, onset: dt.datetime | None
    ) -> StatusMove:
        if confirmed is None:
            self._issues.add(Finding.NO_CONFIRM_DATE, patient.row, c.CONFIRMED)
        symptoms, row, _ = self._cell(patient, c.SYMPTOMS)
        if any(word in symptoms for word in _RECOVERED):
            self._issues.add(Finding.OUTCOME_UNDATED, row, c.SYMPTOMS, value=symptoms)
        return StatusMove(
            axis=Axis.CLASS,
            before=CaseClass.NONE,
            after=CaseClass.CONFIRMED,
            effective_at=confirmed or self._now,
            reason=Reason.HOSPITAL_CONFIRMED if confirmed else Reason.OTHER,
            note=self._note(patient, confirmed, onset),
        )

    def _note(
        self, patient: Folded, confirmed: dt.datetime | None, onset: dt.datetime | None
    ) -> str:
        count = self._cells.count(*self._cell(patient, c.CONTACT_COUNT))
        parts = (
            ("编号", patient.number),
            ("确诊日期", "" if confirmed else "不详"),
            ("发病日期", f"{local_date(onset):%F}" if onset else ""),
            (c.ONSET_PLACE, patient.text(c.ONSET_PLACE)),
            (c.HOSPITAL, patient.text(c.HOSPITAL)),
            (c.SYMPTOMS, patient.text(c.SYMPTOMS)),
            (c.CONTACT_COUNT, "" if count is None else str(count)),
            ("来源", " ".join(patient.sources)),
        )
        return "；".join(f"{name}：{text}" for name, text in parts if text)

    def _key_area(self, patient: Folded, left: dt.datetime | None) -> Iterator[Past]:
        resident = self._cells.choice(*self._cell(patient, c.RESIDENT), YES_NO)
        written, row, _ = self._cell(patient, c.LEFT_FROM)
        nowhere = written == _NOWHERE
        place = "" if nowhere else self._places.code_of(written, row, c.LEFT_FROM)
        if place and not place.startswith(HUBEI):
            self._issues.add(Finding.AREA_ELSEWHERE, row, c.LEFT_FROM, value=written)
            place = ""
        if resident or left or (written and not nowhere):
            yield Past(
                ExposureKind.KEY_AREA,
                _LIVED if resident else _TRAVELLED,
                area_code=place or HUBEI,
                to_date=local_date(left) if left else None,
            )
        elif nowhere:
            yield Past(ExposureKind.KEY_AREA, _NO)

    def _contacts(self, patient: Folded) -> Iterator[Past]:
        """One row for each patient named by number, else one for what the text says."""
        text, row, _ = self._cell(patient, c.CONTACTS)
        if not text:
            return
        keys: list[uuid.UUID | None] = []
        for number in _NUMBERS.findall(text):
            key = self._keys.get((patient.origin, number.lstrip("0")))
            if key is None:
                self._issues.add(Finding.CONTACT_UNKNOWN, row, c.CONTACTS, value=number)
            else:
                keys.append(key)
        detail = "" if text in {_NOBODY, _SOMEBODY} else text
        value = _NO if text == _NOBODY else _LIVED
        for key in keys or [None]:
            yield Past(ExposureKind.CONTACT, value, contact_key=key, detail=detail)

    def _trips(
        self, patient: Folded, confirmed: dt.datetime | None, province: str
    ) -> Iterator[Trip]:
        """Those into the reporting province; the others and the stops are only counted."""
        for row in patient.moves:
            cells = row.cells
            self._read.stops += any(column in cells for column in (c.STOP, c.EVENT))
            self._check_stay(row)
            if not any(column in cells for column in c.TRIP):
                continue
            trip, destination = self._trip(row, confirmed)
            if trip and province and destination.startswith(province):
                yield trip
            else:
                self._read.trips_elsewhere += 1

    def _check_stay(self, row: Row) -> None:
        times = [
            self._cells.moment(row.cells.get(column, ""), row.number, column)
            for column in (c.STOP_FROM, c.STOP_UNTIL)
        ]
        if times[0] and times[1] and times[1] < times[0]:
            self._issues.add(
                Finding.DATE_ORDER, row.number, c.STOP_UNTIL, value=c.STOP_UNTIL, other=c.STOP_FROM
            )

    def _trip(self, row: Row, confirmed: dt.datetime | None) -> tuple[Trip | None, str]:
        """None without a time; and the code of where it went."""
        cells = row.cells
        arrived = self._cells.moment(cells.get(c.TRIP_AT, ""), row.number, c.TRIP_AT)
        if arrived and confirmed and confirmed < arrived:
            self._issues.add(
                Finding.DATE_ORDER, row.number, c.TRIP_AT, value=c.CONFIRMED, other="行程时间"
            )
        origin, destination = (
            self._places.code_of(cells.get(column, ""), row.number, column)
            for column in (c.TRIP_FROM, c.TRIP_TO)
        )
        service, seat = self._service(row)
        transport = self._transport(row)
        if arrived is None:
            return None, destination
        return Trip(arrived, origin, transport, service, seat), destination

    def _transport(self, row: Row) -> str:
        text = row.cells.get(c.TRANSPORT, "")
        means = means_of(text)
        if text and not means.transport:
            self._issues.add(Finding.NOT_TRANSPORT, row.number, c.TRANSPORT, value=text)
        if means.is_several:
            self._issues.add(Finding.TRANSPORT_SEVERAL, row.number, c.TRANSPORT, value=text)
        return means.transport

    def _service(self, row: Row) -> tuple[str, str]:
        text = row.cells.get(c.SERVICE, "")
        number = service_number_of(text)
        if text and not number:
            self._issues.add(Finding.TRANSPORT_NO_UNREADABLE, row.number, c.SERVICE, value=text)
        seat = seat_of(text, number) if number else ""
        if number and not is_all_read(text, number, seat):
            self._issues.add(
                Finding.TRANSPORT_NO_PARTLY, row.number, c.SERVICE, value=text, other=number
            )
        return number, seat
