"""Finding one of our own areas in a run-together address."""

import re
from collections import defaultdict
from collections.abc import Iterable

from lianfang.geo.rules.names import stem_of

_COUNTY, _STREET, _COMMUNITY, _GRID = 6, 9, 12, 15
_TAIL = re.compile(r"(街道办事处|街道|镇|乡|社区居委会|社区|居委会|村委会|村)$")


class OwnPlaces:
    """Areas of this city by name, counties down; pure, made once until areas change."""

    def __init__(self, areas: Iterable[tuple[str, str]]) -> None:
        self.names = {code: name for code, name in areas if len(code) >= _COUNTY}
        self.by_level: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for code, name in self.names.items():
            short = stem_of(name) if len(code) == _COUNTY else short_of(name)
            self.by_level[len(code)].append((short, code))
        self._grids_of: dict[str, list[str]] = defaultdict(list)
        for _, code in self.by_level[_GRID]:
            self._grids_of[code[:_COMMUNITY]].append(code)
        for rows in self.by_level.values():
            rows.sort(key=lambda row: -len(row[0]))

    def find(self, text: str) -> str:
        """The deepest place that is certain; "" when none is, or when several fit."""
        text = re.sub(r"\s+", "", text)
        street = self._one(text, _STREET, "")
        community = self._one(text, _COMMUNITY, street)
        if not community:
            return ""
        return self.grid_in(community, text) or community

    def _one(self, text: str, level: int, inside: str) -> str:
        """The code of the only name in the text, the longest names first."""
        found = [
            (name, code)
            for name, code in self.by_level[level]
            if code.startswith(inside) and name in text
        ]
        if not found:
            return ""
        longest = [code for name, code in found if len(name) == len(found[0][0])]
        return longest[0] if len(longest) == 1 else ""

    def only_grid_of(self, community: str) -> str:
        """Empty where there are several, or none."""
        found = self._grids_of.get(community, [])
        return found[0] if len(found) == 1 else ""

    def grid_in(self, community: str, text: str) -> str:
        """Grids are called alike everywhere, so only inside a known community."""
        wanted = re.search(r"第?0*(\d+)网格", text)
        for code in self._grids_of.get(community, []):
            name = self.names[code]
            own = re.search(r"0*(\d+)", name)
            if name in text or (wanted and own and wanted[1] == own[1]):
                return code
        return ""


def short_of(name: str) -> str:
    """柳堤社区 as people write it: 柳堤; too short a rest keeps the whole."""
    short = _TAIL.sub("", name)
    return short if len(short) > 1 else name
