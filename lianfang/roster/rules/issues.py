"""What was refused or is doubtful, cell by cell."""

from dataclasses import dataclass, field

from lianfang.roster.enums import REFUSED, Finding


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """Row and column as in the sheet; refused: the cell was not used; else used, but look at it."""

    row: int
    column: str
    code: str
    is_refused: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Issues:
    """Collects what is found on the way."""

    found: list[Issue] = field(default_factory=list)

    def add(self, finding: Finding, row: int, column: str, **words: object) -> None:
        sentence = str(finding.label).format(**words)
        self.found.append(Issue(row, column, finding.value, finding in REFUSED, sentence))

    def add_foreign(
        self, row: int, column: str, *, code: str, sentence: str, is_refused: bool
    ) -> None:
        """One that another app found, under that app's code."""
        self.found.append(Issue(row, column, code, is_refused, sentence))
