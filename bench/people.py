"""The made-up city of the benchmarks: its areas and who lives there."""

import random
from datetime import date, timedelta

from lianfang.core.identity import check_digit
from lianfang.geo.rules import NewArea

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂兰英华建国文辉玉红"

GRIDS = [
    f"9901{county:02}{street:03}{community:03}{grid:03}"
    for county in (1, 2)
    for street in range(1, 6)
    for community in range(1, 11)
    for grid in range(1, 11)
]


def areas() -> list[NewArea]:
    """Two counties, ten streets, a hundred communities and a thousand grids."""
    codes = {code[:digits] for code in GRIDS for digits in (2, 4, 6, 9, 12, 15)}
    return [NewArea(code, f"{code}区") for code in sorted(codes, key=lambda c: (len(c), c))]


def any_name() -> str:
    return random.choice(SURNAMES) + "".join(random.choices(GIVEN, k=random.choice((1, 2))))


def id_number(n: int) -> str:
    """A number with its check digit, another one for each ``n``."""
    born = date(1940, 1, 1) + timedelta(days=n % 25_000)
    first17 = f"{110101 + n // 25_000}{born:%Y%m%d}{n % 1000:03}"
    return first17 + check_digit(first17)
