"""Count from the tables, and read from the counters."""

from lianfang.stats.queries.counting import count
from lianfang.stats.queries.reading import (
    AreaFigures,
    Series,
    by_area,
    figures_of,
    map_of,
    series_of,
)

__all__ = [
    "AreaFigures",
    "Series",
    "by_area",
    "count",
    "figures_of",
    "map_of",
    "series_of",
]
