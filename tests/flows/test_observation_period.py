"""Scenario 4: fourteen days after the last contact, no hour earlier."""

import datetime as dt

import pytest

from lianfang.audit.jobs import deliver_due
from lianfang.messages.queries import inbox
from lianfang.org.enums import RoleCode
from lianfang.people.enums import ControlStatus
from lianfang.people.queries import by_id as person_by_id
from lianfang.quarantine import queries
from lianfang.quarantine.actions import issue_release, sign_release
from lianfang.quarantine.enums import PostRelease, SubjectClass
from lianfang.quarantine.errors import NotDue
from lianfang.quarantine.models import Notice
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode, make_reading

BEIJING = dt.timezone(dt.timedelta(hours=8))


def beijing(day, hour, minute=0):
    return dt.datetime(2020, 2, day, hour, minute, tzinfo=BEIJING)


@pytest.mark.django_db
def test_close_contact_of_3_february_is_released_at_the_end_of_the_17th_and_not_before():
    make_area()
    doctor = make_staff(RoleCode.COMMUNITY_DOCTOR, areas=(GRID[:12],))
    officer = make_staff(RoleCode.COMMUNITY_OFFICER, areas=(GRID[:12],))
    person = make_person(at=beijing(4, 9))
    resident = make_account(person)

    episode = make_episode(
        person,
        subject_class=SubjectClass.CLOSE_CONTACT,
        anchor_at=beijing(3, 22),
        at=beijing(4, 9),
    )
    deliver_due(now=beijing(4, 9))
    assert episode.planned_end == beijing(18, 0)  # the 17th, 24:00
    make_reading(person, "36.5", at=beijing(17, 9))

    sign_release(episode, by=doctor, at=beijing(17, 10))
    with pytest.raises(NotDue):
        issue_release(episode, post_release=PostRelease.FREE, by=officer, at=beijing(17, 10))
    assert person_by_id(person.pk).control_status == ControlStatus.OBSERVED

    notice = issue_release(episode, post_release=PostRelease.FREE, by=officer, at=beijing(18, 0))
    deliver_due(now=beijing(18, 0))

    assert notice.number == "解〔2020〕00001号"
    assert person_by_id(person.pk).control_status == ControlStatus.RELEASED
    assert queries.open_episode_of(person.pk) is None
    assert Notice.objects.get(pk=notice.pk).file is not None
    assert inbox("account", resident.id)[0].title == "隔离观察已解除"
