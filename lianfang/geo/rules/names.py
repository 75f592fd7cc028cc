"""Which division a person meant who wrote its name by hand."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from lianfang.geo.enums import AreaLevel
from lianfang.geo.rules.codes import DIGITS, level_of, parent_of

_SUFFIX = re.compile(r"(特别行政区|自治[区州县旗]|省|地区|盟|市|区|县|旗|州)$")
_PEOPLES = (
    "壮|回|维吾尔|土家|苗|朝鲜|藏|羌|彝|布依|侗|哈尼|傣|景颇|白|傈僳|蒙古|哈萨克|柯尔克孜|满|黎|瑶|畲|土|撒拉|保安|东乡|裕固"
    "|达斡尔|鄂温克|仡佬|水|仫佬|毛南|佤|拉祜|布朗|纳西|普米|独龙|怒|锡伯|塔吉克|各"
)
_PEOPLE_AT_END = re.compile(rf"((?:{_PEOPLES})族|维吾尔|蒙古|哈萨克|柯尔克孜|锡伯|塔吉克)+$")
_SHORTEST = 2
_LONGEST = 15
_PLACEHOLDERS = {"无", "不详", "未知", "-", "/"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a person should look at: which cell, a stable code, a sentence, the areas it may be."""

    cell: str
    code: str
    title: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The deepest area that is certain ("" for none), and what was not."""

    code: str
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class RetiredArea:
    """A division that is no more: when it ended, and which codes took it in."""

    code: str
    name: str
    since: int
    until: int
    successors: tuple[str, ...]


def tidy(cell: str | None) -> str:
    """The cell without white space (U+3000 and zero-width too); words for "none" become empty."""
    text = "".join(
        c for c in unicodedata.normalize("NFKC", cell or "") if not c.isspace() and c.isprintable()
    )
    return "" if text in _PLACEHOLDERS else text


def stem_of(name: str) -> str:
    """What people say for short: 绍兴 for 绍兴市, 景宁 for 景宁畲族自治县; never one character."""
    suffix = _SUFFIX.search(name)
    stem = name[: suffix.start()] if suffix else name
    if suffix and suffix.group().startswith("自治") and suffix.group() != "自治区":
        stem = _shorter(stem, _PEOPLE_AT_END.sub("", stem), stem.removesuffix("族"))
    elif suffix and suffix.group() == "自治区":
        stem = _shorter(stem, _PEOPLE_AT_END.sub("", stem))
    return stem if len(stem) >= _SHORTEST else name


def _shorter(stem: str, *tries: str) -> str:
    return next((tried for tried in tries if len(tried) >= _SHORTEST), stem)


def says(written: str, name: str) -> bool:
    """Whether the written form is the name or an accepted short form of it, not another suffix."""
    if written in {name, stem_of(name)}:
        return True
    own, asked = _SUFFIX.search(name), _SUFFIX.search(written)
    return own is not None and asked is not None and own.group()[-1] == asked.group()[-1]


@dataclass
class _Level:
    """The names of one level, found by full name or by stem."""

    names: dict[str, str] = field(default_factory=dict)
    by_key: dict[str, list[str]] = field(default_factory=dict)

    def add(self, code: str, name: str) -> None:
        self.names[code] = name
        for key in {name, stem_of(name)}:
            self.by_key.setdefault(key, []).append(code)

    def find(self, written: str, inside: str) -> list[str]:
        exact = self._under(written, inside)
        return exact or self._under(stem_of(written), inside)

    def _under(self, key: str, inside: str) -> list[str]:
        return [code for code in self.by_key.get(key, []) if code.startswith(inside)]


class Gazetteer:
    """Names of provinces, cities and counties, and of counties that were; built once."""

    def __init__(
        self, areas: Iterable[tuple[str, str]], retired: Iterable[RetiredArea] = ()
    ) -> None:
        """Take (code, name) of any level; only the upper three count."""
        self._levels = {
            level: _Level() for level in (AreaLevel.PROVINCE, AreaLevel.CITY, AreaLevel.COUNTY)
        }
        for code, name in areas:
            level = self._levels.get(level_of(code))
            if level is not None:
                level.add(code, name)
        self._retired: dict[str, list[RetiredArea]] = {}
        for area in retired:
            for key in {area.name, stem_of(area.name)}:
                self._retired.setdefault(key, []).append(area)

    def name_of(self, code: str) -> str:
        """The name, or "" for a code nobody has."""
        level = self._levels.get(level_of(code))
        return level.names.get(code, "") if level else ""

    def full_name_of(self, code: str) -> str:
        """Names down to the code, without the 市辖区 of municipalities."""
        parts = [self.name_of(code[:size]) for size in (2, 4, 6) if size <= len(code)]
        return "".join(dict.fromkeys(part for part in parts if part not in _HOLLOW))

    def find_area(self, province: str = "", city: str = "", county: str = "") -> Match:
        """The area three cells mean; whatever was not certain comes back as doubts."""
        return _Search(self, tidy(province), tidy(city), tidy(county)).run()

    def find_place(self, text: str) -> Match:
        """The deepest area a run-together text begins with: 湖北孝感, 武汉市汉口站."""
        rest, code = tidy(text), ""
        while taken := self._beginning(rest, code):
            code, length = taken
            rest = rest[length:]
        if code or not rest:
            return Match(code)
        return Match("", (Doubt("place", "area.unknown", f"“{text}”不是已知的行政区划"),))

    def _beginning(self, text: str, inside: str) -> tuple[str, int] | None:
        """The area with the longest name the text begins with; of equals the higher."""
        for length in range(min(len(text), _LONGEST), _SHORTEST - 1, -1):
            written = text[:length]
            for level in self._levels:
                if DIGITS[level] <= len(inside):
                    continue
                codes = [
                    c
                    for c in self.codes_of(level, written, inside)
                    if says(written, self.name_of(c))
                ]
                if len(codes) == 1:
                    return codes[0], length
        return None

    def codes_of(self, level: AreaLevel, written: str, inside: str) -> list[str]:
        """Codes of that level inside an area that bear the name, in full before in short."""
        return self._levels[level].find(written, inside) if written else []

    def taken_in_by(
        self, written: str, inside: str
    ) -> Iterator[tuple[RetiredArea, tuple[str, ...]]]:
        """Ended counties of this name, newest first, each with those of today that took it in."""
        areas = self._retired.get(written) or self._retired.get(stem_of(written), [])
        for area in sorted(areas, key=lambda old: -old.until):
            today = tuple(dict.fromkeys(code for code in area.successors if self.name_of(code)))
            if today and (area.code.startswith(inside) or today[0].startswith(inside)):
                yield area, today


_HOLLOW = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


class _Search:
    """One look-up: narrows from the province down and notes every doubt on the way."""

    def __init__(self, book: Gazetteer, province: str, city: str, county: str) -> None:
        self._book = book
        self._province, self._city, self._county = province, city, county
        self._doubts: list[Doubt] = []
        self._at = ""

    def run(self) -> Match:
        self._take_province()
        if self._take_city():
            self._take_county()
        return Match(self._at, tuple(self._doubts))

    def _doubt(self, cell: str, code: str, title: str, candidates: Iterable[str] = ()) -> None:
        self._doubts.append(Doubt(cell, code, title, tuple(candidates)))

    def _take_province(self) -> None:
        if not self._province:
            return
        codes = self._book.codes_of(AreaLevel.PROVINCE, self._province, "")
        if len(codes) == 1:
            self._at = codes[0]
        else:
            self._doubt(
                "province",
                "area.unknown_province",
                f"“{self._province}”不是已知的省级行政区",
                codes,
            )

    def _take_city(self) -> bool:
        """Whether the county cell can still be read: not below a city of somewhere else."""
        written = self._city
        if not written or self._is_own_province(written):
            return True
        if self._step(AreaLevel.CITY, "city", written) or self._step(
            AreaLevel.COUNTY, "city", written
        ):
            return True
        elsewhere = self._elsewhere(written)
        if not (elsewhere and self._at):
            self._doubt("city", "area.unknown_city", f"“{written}”不是已知的地级行政区", elsewhere)
            return True
        where = self._book.full_name_of(self._at)
        self._doubt("city", "area.not_inside", f"“{written}”不在{where}内，请核对省和市", elsewhere)
        return False

    def _is_own_province(self, written: str) -> bool:
        """北京市 again in the city column, or a province written one column too far right."""
        codes = self._book.codes_of(AreaLevel.PROVINCE, written, self._at)
        if len(codes) == 1 and not self._book.codes_of(AreaLevel.CITY, written, codes[0]):
            self._at = codes[0]
            return True
        return False

    def _take_county(self) -> None:
        written = self._county
        if not written or self._step(AreaLevel.COUNTY, "county", written) or self._repeats(written):
            return
        if self._take_retired(written):
            return
        elsewhere = self._book.codes_of(AreaLevel.COUNTY, written, "")
        if elsewhere and self._at:
            where = self._book.full_name_of(self._at)
            self._doubt(
                "county", "area.not_inside", f"“{written}”不在{where}内，请核对市和区县", elsewhere
            )
        elif elsewhere:
            self._doubt(
                "county",
                "area.many",
                f"全国有{len(elsewhere)}个“{written}”，请补充省、市",
                elsewhere,
            )
        else:
            self._doubt(
                "county", "area.unknown_county", f"“{written}”不是已知的区县（可能是功能区或乡镇）"
            )

    def _repeats(self, written: str) -> bool:
        """A county cell that only says the city again, as 东莞市 东莞市."""
        return self._at != "" and says(written, self._book.name_of(self._at))

    def _take_retired(self, written: str) -> bool:
        found = next(self._book.taken_in_by(written, self._at), None)
        if found is None:
            return False
        area, today = found
        names = "、".join(self._book.name_of(code) for code in today)
        self._doubt(
            "county", "area.retired", f"“{area.name}”已于{area.until}年撤销，现为{names}", today
        )
        self._at = today[0] if len(today) == 1 else self._at or parent_of(today[0])
        return True

    def _step(self, level: AreaLevel, cell: str, written: str) -> bool:
        """Go down to the one area of that name inside where we stand; a changed suffix is noted."""
        codes = self._book.codes_of(level, written, self._at)
        if len(codes) != 1:
            return False
        name = self._book.name_of(codes[0])
        if not says(written, name):
            self._doubt(
                cell,
                "area.other_suffix",
                f"“{written}”按{self._book.full_name_of(codes[0])}处理",
                codes,
            )
        elif not self._at and level is AreaLevel.COUNTY:
            self._doubt(
                cell,
                "area.by_county_only",
                f"仅凭“{written}”识别为{self._book.full_name_of(codes[0])}",
                codes,
            )
        self._at = codes[0]
        return True

    def _elsewhere(self, written: str) -> list[str]:
        levels = (AreaLevel.PROVINCE, AreaLevel.CITY, AreaLevel.COUNTY)
        return list(
            chain.from_iterable(self._book.codes_of(level, written, "") for level in levels)
        )
