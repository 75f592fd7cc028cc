"""Where patients live and where they came from, by the names the sheet uses."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from lianfang.geo.rules import Doubt, Gazetteer
from lianfang.roster.enums import Finding
from lianfang.roster.rules import columns as c
from lianfang.roster.rules.folding import Folded
from lianfang.roster.rules.issues import Issues

_COLUMN = {"province": c.PROVINCE, "city": c.CITY, "county": c.COUNTY}
_PROVINCE_ENDS = ("省", "自治区")
_UNUSED = ("area.unknown", "area.not_inside", "area.many")  # the cell did not count
_PROVINCE_DIGITS = 2


class Places:
    """Finds areas, noting in ``issues`` what was refused or guessed."""

    def __init__(self, book: Gazetteer, issues: Issues) -> None:
        self._book = book
        self._issues = issues

    def homes_of(self, patients: Sequence[Folded]) -> tuple[list[str], Mapping[str, str]]:
        """A county, else a city or province, for each; and the province each origin reports for.

        Who lives outside the divisions, or nobody said where, stands under that province.
        """
        found = [self._home(patient) for patient in patients]
        reporting = _reporting(zip(patients, found, strict=True))
        homes = []
        for patient, code in zip(patients, found, strict=True):
            homes.append(code or reporting.get(patient.origin, ""))
            if not code:
                self._note_no_home(patient, reporting.get(patient.origin, ""))
        return homes, reporting

    def code_of(self, text: str, row: int, column: str) -> str:
        """The area a text begins with, "" (and noted) for a place nobody knows."""
        if not text:
            return ""
        code = self._book.find_place(text).code
        if not code:
            self._issues.add(Finding.PLACE_UNKNOWN, row, column, value=text)
        return code

    def _home(self, patient: Folded) -> str:
        province, city, county = (patient.text(column) for column in _COLUMN.values())
        if city.endswith(_PROVINCE_ENDS) and city != province:
            self._issues.add(Finding.AREA_SHIFTED, patient.row, c.CITY, value=city)
            province, city, county = city, county, ""
        if province and not city and not self._book.find_area(province).code:
            return ""
        match = self._book.find_area(province, city, county)
        code = match.code
        for doubt in match.doubts:
            deeper = self._beginning(code, county) if doubt.code == "area.unknown_county" else ""
            if deeper:
                code = deeper
                name = self._book.full_name_of(code)
                self._issues.add(
                    Finding.AREA_BEGINNING, patient.row, c.COUNTY, value=county, other=name
                )
            else:
                self._pass_on(doubt, patient)
        return code

    def _beginning(self, inside: str, county: str) -> str:
        """香洲吉大 in Zhuhai is the district 香洲, and a street of it."""
        code = self._book.find_place(self._book.full_name_of(inside) + county).code
        return code if len(code) > len(inside) and code.startswith(inside) else ""

    def _pass_on(self, doubt: Doubt, patient: Folded) -> None:
        self._issues.add_foreign(
            patient.row,
            _COLUMN[doubt.cell],
            code=doubt.code,
            sentence=doubt.title,
            is_refused=doubt.code.startswith(_UNUSED),
        )

    def _note_no_home(self, patient: Folded, province: str) -> None:
        written = patient.text(c.PROVINCE)
        self._issues.add(
            Finding.AREA_OUTSIDE if written else Finding.AREA_MISSING,
            patient.row,
            c.PROVINCE,
            value=written,
            other=self._book.full_name_of(province) if province else "",
        )


def _reporting(found: Iterable[tuple[Folded, str]]) -> dict[str, str]:
    """The province where most patients of an origin live: the one whose bulletins it copies."""
    provinces: dict[str, Counter[str]] = {}
    for patient, code in found:
        if code:
            provinces.setdefault(patient.origin, Counter())[code[:_PROVINCE_DIGITS]] += 1
    return {origin: counter.most_common(1)[0][0] for origin, counter in provinces.items()}
