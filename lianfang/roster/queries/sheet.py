"""The sheet: every field of many people, read in a fixed number of statements."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from lianfang.core.clock import LOCAL, local_date
from lianfang.geo.queries import gazetteer, paths_of
from lianfang.geo.rules import Gazetteer
from lianfang.people import queries as people
from lianfang.people.enums import ExposureKind
from lianfang.policy.queries import fever_threshold_c
from lianfang.quarantine import queries as quarantine
from lianfang.quarantine.enums import NoticeKind, ReadingKind, RemarkKind
from lianfang.quarantine.flow import NONE
from lianfang.roster.fields import DECLARED, FIELDS, Dictionary, shown
from lianfang.roster.queries.dictionary import added_values
from lianfang.roster.rules.cohabitants import line_of
from lianfang.roster.rules.risk import Known, weigh
from lianfang.roster.rules.words import age_at

Values = dict[str, Any]
_BY_STAFF = (ReadingKind.STAFF, ReadingKind.GATE, ReadingKind.DEVICE)
_COUNTY = 6
_AS_HELD = ("control_status", "case_class", "severity", "registered_at")
_HELD = tuple(one for one in FIELDS if one.column)


def sheet_of(ids: Sequence[int], *, at: dt.datetime, fields: Dictionary = DECLARED) -> list[Values]:
    """Values by field id, with ``person_key``, ``person_id`` and ``version``, in the order asked.

    Twelve statements, however many people; one more where ``fields`` were added.
    """
    rows = people.person_columns(ids)
    parts: dict[str, Mapping[Any, Any]] = {
        "trip": people.newest_trips(ids),
        "exposed": people.exposure_values(ids),
        "with": people.cohabitant_rows(ids),
        "stay": quarantine.newest_episodes(ids),
        "read": quarantine.newest_readings(ids),
        "served": quarantine.served_notices(ids),
        "lines": quarantine.remark_lines(ids),
        "tally": quarantine.check_tallies(ids),
    }
    threshold = fever_threshold_c(at=at)
    added: Mapping[Any, Values] = added_values(ids, fields.added)
    book = gazetteer()
    areas = _names([str(row["area_code"]) for row in rows], book)
    natives = {str(row["native_place_code"]): "" for row in rows}
    natives = {code: book.full_name_of(code) if code else "" for code in natives}
    return [
        _values(row, {name: part.get(row["id"]) for name, part in parts.items()}, threshold, at)
        | {"area_name": areas[str(row["area_code"])]}
        | {"native_name": natives[str(row["native_place_code"])]}
        | added.get(row["id"], {})
        for row in rows
    ]


def texts_of(
    values: Values,
    names: Iterable[str] = (),
    *,
    is_masked: bool,
    fields: Dictionary = DECLARED,
) -> dict[str, str]:
    """The same as people read them, all fields or those named."""
    get, by_id = values.get, fields.by_id
    found = {
        name: "" if (value := get(name)) is None else shown(by_id[name], value, is_masked=is_masked)
        for name in names or by_id
    }
    found["area"] = str(get("area_name") or get("area") or "")
    found["native_place"] = str(get("native_name") or "")
    return found


def _names(codes: Sequence[str], book: Gazetteer) -> dict[str, str]:
    below = paths_of(code for code in codes if len(code) > _COUNTY)
    return {code: below[code] if code in below else book.full_name_of(code) for code in codes}


def _values(
    row: Mapping[str, Any], part: Mapping[str, Any], fever: Decimal, at: dt.datetime
) -> Values:
    trip, stay = part["trip"] or {}, part["stay"] or {}
    exposed, served = part["exposed"] or {}, part["served"] or {}
    lines, tally = part["lines"] or {}, part["tally"] or (0, 0, 0)
    own: Values = {
        "person_id": row["id"],
        "person_key": row["key"],
        "version": row["version"],
        **{one.id: row[one.column] for one in _HELD},
        "age": age_at(row["birth_date"], row["birth_precision"], local_date(at)),
        "arrived_at": trip.get("arrived_at"),
        "transport": trip.get("transport"),
        "transport_no": trip.get("transport_no"),
        **{kind.value: exposed.get(kind.value) for kind in ExposureKind},
        "cohabitants": tuple(line_of(*who) for who in part["with"] or ()),
        "handover": tuple(lines.get(RemarkKind.HANDOVER, ())),
        "supervision": tuple(lines.get(RemarkKind.SUPERVISION, ())),
        "follow_up": tuple(lines.get(RemarkKind.FOLLOW_UP, ())),
        "reporting": f"应报 {tally[0]} 次，已报 {tally[1]} 次，漏报 {tally[2]} 次"
        if tally[0]
        else "",
    }
    own |= {name: row[name] for name in _AS_HELD}
    own |= _stay(stay, served, at) | _measured(part["read"] or {})
    known = Known(
        key_area=own["key_area"] or "",
        contact=own["contact"] or "",
        is_feverish=any(t is not None and t >= fever for t in (own["self_temp"], own["temp"])),
        has_symptoms=any(code != NONE for code in own["symptoms"]),
        is_arrival=own["arrived_at"] is not None,
        missed=tally[2],
    )
    return own | {"risk": weigh(known)}


def _stay(stay: Mapping[str, Any], served: Mapping[str, bool], at: dt.datetime) -> Values:
    if not stay:
        return {"mode": None, "place": None}
    ends_at = stay["ended_at"] or stay["planned_end"]
    until = min(stay["ended_at"] or at, ends_at)
    return {
        "subject_class": stay["subject_class"],
        "mode": stay["mode"],
        "place": stay["place"],
        "room_no": stay["room_no"],
        "evidence": stay["anchor_evidence"],
        "confirmed_at": stay["confirmed_at"],
        "starts_at": stay["starts_at"],
        "ends_at": ends_at,
        "days": max(0, (until.astimezone(LOCAL).date() - local_date(stay["starts_at"])).days),
        "post_release": stay["post_release"],
        "managed_by": stay["managed_by"],
        "visit_contact": stay["visit_contact"],
        "home_notice": served.get(NoticeKind.HOME, False),
        "guide": served.get(NoticeKind.GUIDE, False),
        "release_notice": served.get(NoticeKind.RELEASE, False),
    }


def _measured(by_kind: Mapping[str, Mapping[str, Any]]) -> Values:
    """The newest of each side; the symptoms are those told last by anybody."""
    own = by_kind.get(ReadingKind.SELF)
    others = [by_kind[kind] for kind in _BY_STAFF if kind in by_kind]
    staff = max(others, key=lambda row: row["measured_at"], default=None)
    newest = max(by_kind.values(), key=lambda row: row["measured_at"], default=None)
    return {
        "self_temp": own["temp_c"] if own else None,
        "temp": staff["temp_c"] if staff else None,
        "measured_by": staff["measured_by"] if staff else None,
        "symptoms": tuple(newest["symptoms"]) if newest else (),
    }
