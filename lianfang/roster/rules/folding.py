"""Rows of a case sheet folded into patients: one sheet row may be a patient, or more of the last.

A patient with several trips or stops takes several rows; the further ones repeat the number, leave
it out, or (a column dragged down in the spreadsheet) count on from it: 755000170, …171, …172.
Only the first tells who the patient is, so a row that tells nobody belongs to the patient above.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lianfang.roster.client import Row
from lianfang.roster.enums import Finding
from lianfang.roster.rules import columns as c
from lianfang.roster.rules.cells import shown
from lianfang.roster.rules.issues import Issues


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says, and the row it stands in; a patient's cells may come from several rows."""

    text: str
    row: int


@dataclass(slots=True)
class Folded:
    """A patient as the rows told it; ``identity`` is the same whenever the sheet is sent again."""

    origin: str
    number: str
    identity: str
    row: int
    cells: dict[str, Cell] = field(default_factory=dict)
    moves: list[Row] = field(default_factory=list)  # rows with a trip or a stop
    sources: list[str] = field(default_factory=list)

    def text(self, column: str) -> str:
        cell = self.cells.get(column)
        return cell.text if cell else ""


@dataclass(slots=True)
class Counts:
    """Of rows: every row is one of these."""

    patients: int = 0
    continuations: int = 0
    restated: int = 0  # told who the patient is a second time
    empty: int = 0


def fold(rows: Iterable[Row], issues: Issues) -> tuple[list[Folded], Counts]:
    """Patients in the order of the sheet, and what each row was."""
    folding = _Folding(issues)
    for row in rows:
        folding.take(row)
    return folding.patients, folding.counts


def text_of(value: str) -> str:
    """A cell with its white space folded; one of only U+3000 or blank lines says nothing."""
    return " ".join(value.split())


class _Folding:
    def __init__(self, issues: Issues) -> None:
        self.issues = issues
        self.patients: list[Folded] = []
        self.counts = Counts()
        self._by_number: dict[tuple[str, str], list[Folded]] = {}
        self._current: Folded | None = None

    def take(self, row: Row) -> None:
        cells = {column: text for column, value in row.cells.items() if (text := text_of(value))}
        zero_age = cells.get(c.AGE) == "0" and cells.pop(c.AGE)
        if self._current and self._current.origin != cells.get(c.ORIGIN, ""):
            self._current = None
        if not any(column in cells for column in (*c.WHO, *c.ILLNESS, *c.TRIP, *c.STAY)):
            self.counts.empty += 1
            self.issues.add(Finding.EMPTY_ROW, row.number, c.NUMBER)
            return
        namesakes = self._by_number.get(_number_of(row, cells), [])
        known = next((one for one in namesakes if not _is_somebody_else(cells, one)), None)
        if known is None and (namesakes or _tells_somebody(cells)):
            self._open(row, cells, namesakes)
            if zero_age:
                self.issues.add(Finding.AGE_ZERO, row.number, c.AGE)
        else:
            self._add(row, cells, known)

    def _open(self, row: Row, cells: Mapping[str, str], namesakes: Sequence[Folded]) -> None:
        origin, number = _number_of(row, cells)
        identity = number
        if namesakes:
            identity = f"{number}#{cells.get(c.AGE, '')}{cells.get(c.SEX, '')}"
            words = {"value": number, "other": namesakes[0].row}
            self.issues.add(Finding.NUMBER_REUSED, row.number, c.NUMBER, **words)
        elif c.NUMBER not in cells:
            self.issues.add(Finding.NO_NUMBER, row.number, c.NUMBER)
        patient = Folded(origin, cells.get(c.NUMBER, ""), identity, row.number)
        self.patients.append(patient)
        self.counts.patients += 1
        self._by_number.setdefault((origin, number), []).append(patient)
        self._current = patient
        self._fill(patient, row, cells)

    def _add(self, row: Row, cells: Mapping[str, str], known: Folded | None) -> None:
        owner = known or self._current
        if owner is None:
            self.counts.empty += 1
            self.issues.add(Finding.ORPHAN_ROW, row.number, c.NUMBER)
            return
        if any(column in cells for column in c.WHO):
            self.counts.restated += 1
        else:
            self.counts.continuations += 1
        if not known and c.NUMBER in cells:
            self.issues.add(Finding.NUMBER_DRIFT, row.number, c.NUMBER, other=owner.row)
        self._current = owner
        self._fill(owner, row, cells)

    def _fill(self, patient: Folded, row: Row, cells: Mapping[str, str]) -> None:
        for column in (*c.WHO, *c.ILLNESS):
            if column not in cells:
                continue
            kept = patient.cells.setdefault(column, Cell(cells[column], row.number))
            if not _agree(kept.text, cells[column]):
                words = {"other": kept.row, "kept": shown(kept.text)}
                self.issues.add(Finding.DIFFERS, row.number, column, **words)
        if any(column in cells for column in (*c.TRIP, *c.STAY)):
            patient.moves.append(Row(row.number, cells))
        patient.sources.extend(
            cells[s] for s in c.SOURCES if s in cells and cells[s] not in patient.sources
        )


def _number_of(row: Row, cells: Mapping[str, str]) -> tuple[str, str]:
    """Origin and number; the content of the row stands in for a number that is missing."""
    content = "\t".join(row.cells.values()).encode()
    return cells.get(c.ORIGIN, ""), cells.get(c.NUMBER) or hashlib.sha256(content).hexdigest()


def _tells_somebody(cells: Mapping[str, str]) -> bool:
    if any(column in cells for column in c.WHO):
        return True
    return c.NUMBER in cells and any(column in cells for column in c.ILLNESS)


def _is_somebody_else(cells: Mapping[str, str], known: Folded) -> bool:
    """A number used twice: the two rows cannot be one person."""
    return any(
        column in cells and known.text(column) not in {"", cells[column]}
        for column in (c.AGE, c.SEX)
    )


def _agree(one: str, other: str) -> bool:
    """绍兴 and 绍兴市 do; so do a text and the beginning of it."""
    return one.startswith(other) or other.startswith(one)
