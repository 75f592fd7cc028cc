"""Codes, coordinates, outlines and names of places; all of it pure."""

from lianfang.geo.rules.atlas import STEP, Atlas, Box, Drawn, Sheet
from lianfang.geo.rules.codes import (
    DIGITS,
    ancestor_of,
    ancestors_of,
    covers,
    gb2260_of,
    grid_code_of,
    level_of,
    parent_of,
    unpadded,
)
from lianfang.geo.rules.coordinates import Point, distance_m
from lianfang.geo.rules.names import Doubt, Gazetteer, Match, RetiredArea
from lianfang.geo.rules.outlines import (
    GeoJSON,
    GridHit,
    GridMap,
    Measured,
    NewArea,
    areas_in,
    measured,
)
from lianfang.geo.rules.places import OwnPlaces
from lianfang.geo.rules.proposals import Proposal, estate_of, proposals

__all__ = [
    "DIGITS",
    "STEP",
    "Atlas",
    "Box",
    "Doubt",
    "Drawn",
    "Gazetteer",
    "GeoJSON",
    "GridHit",
    "GridMap",
    "Match",
    "Measured",
    "NewArea",
    "OwnPlaces",
    "Point",
    "Proposal",
    "RetiredArea",
    "Sheet",
    "ancestor_of",
    "ancestors_of",
    "areas_in",
    "covers",
    "distance_m",
    "estate_of",
    "gb2260_of",
    "grid_code_of",
    "level_of",
    "measured",
    "parent_of",
    "proposals",
    "unpadded",
]
