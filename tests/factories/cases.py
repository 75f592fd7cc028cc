"""Cases in each of their stages, as the actions make them."""

import datetime as dt
import uuid

from lianfang.accounts.rules import Citizen
from lianfang.cases.actions import dispatch, submit_report
from lianfang.cases.enums import Source, SubjectKind
from lianfang.cases.models import Case
from lianfang.core.actor import Actor
from lianfang.org.enums import RoleCode
from lianfang.org.rules import Caller
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff

SYSTEM = Actor.system()
PHONE = "13800000000"


def later(**span) -> dt.datetime:
    """A moment after T0: ``later(minutes=10)``."""
    return T0 + dt.timedelta(**span)


def make_case(
    *, area_code=GRID, source=Source.CITIZEN, key=None, by: Citizen | Caller | None = None, at=T0,
    subject_kind=SubjectKind.SUSPECTED, subject_name="张三", subject_phone=PHONE, **more,
) -> Case:  # fmt: skip
    """A report about a neighbour in GRID; nobody has taken it up yet."""
    make_area(area_code)
    return submit_report(
        key=key or uuid.uuid4(),
        source=source,
        subject_kind=subject_kind,
        subject_name=subject_name,
        subject_phone=subject_phone,
        area_code=area_code,
        by=by or make_account(),
        at=at,
        **more,
    )


def make_task(worker: Caller | None = None, **more) -> tuple[Case, Caller]:
    """A case dispatched to a grid worker, and the worker."""
    case = make_case(**more)
    worker = worker or make_staff(RoleCode.GRID_WORKER, areas=(case.area_code,))
    dispatch(case, to_user_id=worker.id, by=SYSTEM, at=more.get("at", T0))
    return case, worker
