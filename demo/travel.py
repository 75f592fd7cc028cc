"""Where the invented people say they came from: real divisions, real kinds of trains."""

import random
from dataclasses import dataclass

from lianfang.people.enums import Transport

KEY_AREA = "4201"
# code, weight: Wuhan's counties and its neighbours first, then the rest of the country
_ORIGINS = [
    ("420102", 6), ("420103", 7), ("420104", 6), ("420106", 10), ("420107", 5), ("420111", 8),
    ("420112", 4), ("420115", 4), ("4211", 8), ("4209", 8), ("4210", 4), ("4207", 3), ("4206", 2),
    ("330302", 3), ("411500", 2), ("430100", 2), ("340100", 2), ("360100", 2), ("440300", 2),
    ("500112", 2), ("310115", 2), ("110105", 2), ("230100", 1), ("321200", 1),
]  # fmt: skip
_TRAINS = ("G", "D", "K", "T", "Z")


@dataclass(frozen=True, slots=True)
class Trip:
    """A journey into the city."""

    from_area_code: str
    transport: Transport
    transport_no: str
    seat_no: str

    @property
    def is_key_area(self) -> bool:
        return self.from_area_code.startswith("42")


def trip(rng: random.Random) -> Trip:
    codes, weights = zip(*_ORIGINS, strict=True)
    code = rng.choices(codes, weights)[0]
    origin = code.removesuffix("00") if len(code) == 6 else code
    how = rng.choices(
        [Transport.TRAIN, Transport.CAR, Transport.COACH, Transport.PLANE], [55, 28, 10, 7]
    )[0]
    match how:
        case Transport.TRAIN:
            number = f"{rng.choice(_TRAINS)}{rng.randint(21, 2600)}"
            return Trip(origin, how, number, f"{rng.randint(1, 16)}车{rng.randint(1, 20)}F")
        case Transport.PLANE:
            number = f"{rng.choice(('CZ', 'MU', 'CA'))}{rng.randint(1000, 8999)}"
            return Trip(origin, how, number, f"{rng.randint(5, 40)}C")
        case _:
            return Trip(origin, how, "", "")
