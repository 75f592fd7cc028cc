"""A close contact as a list tells of them."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class NewContact:
    """One line of a list (密切接触者登记表, handbook §2.5)."""

    name: str
    phone: str
    area_code: str
    last_at: dt.datetime
    relation: str
    manner: str
    address: str = ""
