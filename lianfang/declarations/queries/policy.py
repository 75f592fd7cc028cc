"""What the policy in force says of somebody's answers."""

import datetime as dt

from lianfang.cases.rules import has_symptoms
from lianfang.core.clock import local_date
from lianfang.declarations.rules import Declared, must_verify
from lianfang.policy.queries import arrival_window, fever_threshold_c


def is_due(form: Declared, *, at: dt.datetime) -> bool:
    """Whether these answers must be verified at the door."""
    return must_verify(
        has_key_area=form.has_key_area,
        has_contact=form.has_contact,
        is_ill=is_ill(form, at=at),
        return_date=form.return_date,
        window=arrival_window(at=at),
        today=local_date(at),
    )


def is_ill(form: Declared, *, at: dt.datetime) -> bool:
    is_hot = form.temp_c is not None and form.temp_c >= fever_threshold_c(at=at)
    return is_hot or has_symptoms(form.symptoms)
