"""Which of our own areas a typed address may mean, the likeliest first, and what speaks for it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lianfang.geo.rules.places import OwnPlaces, short_of

_COUNTY, _STREET, _COMMUNITY, _GRID = 6, 9, 12, 15
_LEVEL = {_COUNTY: "区县", _STREET: "街道", _COMMUNITY: "社区", _GRID: "网格"}
_WEIGHT = {_COUNTY: 2, _STREET: 6, _COMMUNITY: 20, _GRID: 10}
_ESTATE = 24  # who says the estate says the place, whatever else is said
_NUMBER = re.compile(r"第?0*(\d+)(?:号)?网格")
_ONLY_NUMBER = re.compile(r"第?[0-9一二三四五六七八九十]+号?")


@dataclass(frozen=True)
class Proposal:
    """An area, how much speaks for it, and what, in words."""

    code: str
    score: int
    reasons: tuple[str, ...]

    @property
    def reason(self) -> str:
        return "地址中有" + "、".join(self.reasons)


def proposals(
    text: str, places: OwnPlaces, *, estates: Iterable[tuple[str, str]] = (), most: int = 5
) -> list[Proposal]:
    """``estates`` are names of 小区 with the area each lies in. Nothing where nothing is named."""
    text = re.sub(r"\s+", "", text)
    search = _Search(text, places)
    found = [*search.communities(), *search.grids(), *search.estates(estates)]
    best: dict[str, Proposal] = {}
    for one in sorted(found, key=lambda one: (-one.score, one.code)):
        best.setdefault(one.code, one)
    return list(best.values())[:most]


class _Search:
    """One address: what it names of each level, and what that makes likely."""

    def __init__(self, text: str, places: OwnPlaces) -> None:
        self.text, self.places = text, places
        self.above = {code: name for level in (_COUNTY, _STREET) for name, code in self._in(level)}
        number = _NUMBER.search(text)
        self.number = number[1] if number else ""

    def communities(self) -> Iterator[Proposal]:
        for name, code in self._in(_COMMUNITY):
            said = [f"{_LEVEL[_COMMUNITY]}“{name}”"]
            yield self._weighed(code, _WEIGHT[_COMMUNITY] + len(name), said)

    def grids(self) -> Iterator[Proposal]:
        """Those with a name of their own; bare numbers mean something inside a community only."""
        for name, code in self.places.by_level[_GRID]:
            own = name.removesuffix("网格")
            if len(own) > 1 and own in self.text and not _ONLY_NUMBER.fullmatch(own):
                said = [f"{_LEVEL[_GRID]}“{own}”"]
                yield self._weighed(code, _WEIGHT[_COMMUNITY] + len(own), said)

    def estates(self, estates: Iterable[tuple[str, str]]) -> Iterator[Proposal]:
        for name, code in estates:
            if len(name) > 1 and name in self.text and len(code) >= _COMMUNITY:
                yield self._weighed(code, _ESTATE + len(name), [f"小区“{name}”"])

    def _in(self, level: int) -> list[tuple[str, str]]:
        """Names of this level in the text; one inside a longer one is not meant."""
        named = [(name, code) for name, code in self.places.by_level[level] if name in self.text]
        names = {name for name, _ in named}
        return [
            (name, code)
            for name, code in named
            if not any(name != other and name in other for other in names)
        ]

    def _weighed(self, code: str, score: int, said: Sequence[str]) -> Proposal:
        reasons = list(said)
        for digits in (_STREET, _COUNTY):
            name = self.above.get(code[:digits])
            if name:
                score += _WEIGHT[digits] + len(name)
                reasons.insert(0, f"{_LEVEL[digits]}“{name}”")
            elif any(len(other) == digits for other in self.above):
                score -= _WEIGHT[digits]  # another street or county is named
        grid = code if len(code) == _GRID else self.places.grid_in(code, self.text)
        if grid and grid != code:
            reasons.append(f"网格号“{self.number}”" if self.number else "网格名称")
            score += _WEIGHT[_GRID]
        only = self.places.only_grid_of(code) if not grid else ""
        if only:
            reasons.append("该社区只有这一个网格")
        return Proposal(grid or only or code, score, tuple(reasons))


def estate_of(property_company: str) -> str:
    """阳光花园物业服务站 looks after 阳光花园."""
    return short_of(re.sub(r"(物业|卡口|门岗).*$", "", property_company))
