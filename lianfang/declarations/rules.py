"""Which declared people must be verified at the door (handbook §4.2)."""

import datetime as dt

RECENT = dt.timedelta(days=14)


def must_verify(
    *,
    has_key_area: bool,
    has_contact: bool,
    is_ill: bool,
    return_date: dt.date | None,
    today: dt.date,
) -> bool:
    """Key area, contact, symptoms, or back in the city for less than 14 days."""
    is_back = return_date is not None and today - RECENT < return_date <= today
    return has_key_area or has_contact or is_ill or is_back
