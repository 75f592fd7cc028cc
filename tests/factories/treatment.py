"""Hospitals, their doctors, CDC officers and patients lent to a hospital."""

from lianfang.core.actor import Actor
from lianfang.org.enums import DepartmentKind, RoleCode
from lianfang.treatment.actions import refer
from lianfang.treatment.enums import ReferralWhy
from tests.factories.geo import GRID, T0
from tests.factories.org import make_department, make_staff
from tests.factories.people import make_person

COUNTY, CITY = GRID[:6], GRID[:4]


def make_hospital(area_code=COUNTY):
    return make_department(DepartmentKind.HOSPITAL, area_code=area_code)


def make_hospital_doctor(hospital):
    return make_staff(RoleCode.HOSPITAL_DOCTOR, areas=(COUNTY,), department=hospital)


def make_cdc(areas=(CITY,)):
    return make_staff(RoleCode.CDC_OFFICER, areas=areas)


def make_referral(person=None, *, hospital, at=T0, **given):
    """Referred by the system after an abnormal check unless told otherwise."""
    values = {"why": ReferralWhy.ABNORMAL, "by": Actor.system()} | given
    return refer(person or make_person(), hospital_id=hospital.pk, **values, at=at)
