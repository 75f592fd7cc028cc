"""Snapshots as DXY sends them, small enough to read."""

import json

from lianfang.feeds.client.dxy import PROVINCES

MORNING = 1_580_860_800_000  # 2020-02-05 08:00 in Beijing, by the source's clock


def make_row(name, *, confirmed=10, cured=2, dead=1, updated=MORNING, **more):
    return {
        "countryName": "中国",
        "provinceName": name,
        "provinceShortName": name,
        "confirmedCount": confirmed,
        "suspectedCount": 0,
        "curedCount": cured,
        "deadCount": dead,
        "cities": None,
        "updateTime": updated,
    } | more


def make_content(*rows, updated=MORNING, without=()):
    """One snapshot of all provinces, 10 confirmed each, unless ``rows`` say otherwise."""
    given = {row["provinceShortName"]: row for row in rows}
    rest = [n for n in PROVINCES if n not in given and n not in without]
    results = [*given.values(), *(make_row(name, updated=updated) for name in rest)]
    return json.dumps({"results": results, "success": True}, ensure_ascii=False).encode()
