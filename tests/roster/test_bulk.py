"""批量: previewed, done, followed, stopped and taken back; nobody out of scope is touched."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianfang.audit.models import Delivery, Entry
from lianfang.core.actor import Actor
from lianfang.core.problems import NotAllowed, NotFound
from lianfang.messages.models import Message
from lianfang.org.actions import give_post
from lianfang.org.enums import RoleCode
from lianfang.org.models import User
from lianfang.org.queries import caller_by_id
from lianfang.quarantine.actions import arrange_stay, end_episode, pause_for_hospital
from lianfang.quarantine.enums import EndReason, Mode
from lianfang.quarantine.models import Episode, Segment, Visit
from lianfang.roster.actions import begin_bulk, cancel_bulk, preview_bulk, run_bulk, undo_bulk
from lianfang.roster.actions import bulk as module
from lianfang.roster.enums import BulkKind, BulkState
from lianfang.roster.errors import (
    BadBulk,
    BulkOver,
    NobodyFound,
    NoUndo,
    StandsInTheWay,
    TooManyTogether,
)
from lianfang.roster.jobs import go_on_with_bulk_acts, run_bulk_soon
from lianfang.roster.models import BulkRow
from lianfang.roster.queries import bulk_for, bulk_rows, doctors_for, not_done, reasons_of
from lianfang.roster.rules.bulk import Bulk
from tests.api.calls import hold_clock
from tests.factories.accounts import make_account
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_role, make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode

pytestmark = pytest.mark.django_db
COMMUNITY, ELSEWHERE = GRID[:12], "990101001002001"
CENTRAL = Bulk(BulkKind.ARRANGE, mode="2", place="澜前街道集中隔离点")
LATER = T0 + dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def nine_in_the_morning(settings):
    hold_clock(settings, T0)
    make_area()
    make_area(ELSEWHERE)


@pytest.fixture
def officer():
    return make_staff("community_officer", areas=(COMMUNITY,), name="张社区")


def stays(n, **more):
    return [make_episode(make_person(name=f"李{'一二三四五'[i]}", **more)) for i in range(n)]


def fresh(episode):
    return Episode.objects.unscoped().get(pk=episode.pk)


def preview(bulk, by, **more):
    return preview_bulk(bulk, **({"query": {}} | more), by=by, at=T0)


def done(bulk, by, **more):
    act = preview(bulk, by, **more)
    return run_bulk(begin_bulk(act, by=by, at=T0), by=by, at=T0)


def told(act):
    return {row.name: (row.state, row.why) for row in bulk_rows(act).rows}


def test_a_preview_says_who_would_be_reached_and_why_not_the_others(officer):
    free = make_person(name="王五")
    home, ill, there = stays(3)
    pause_for_hospital(ill, by=officer.actor, at=T0)
    arrange_stay(there, {"mode": "2", "place": CENTRAL.place}, by=officer.actor, at=T0)

    act = preview(CENTRAL, officer)

    assert told(act) == {
        free.name: ("skipped", "没有进行中的隔离观察"),
        "李一": ("ready", ""),
        "李二": ("skipped", "在定点医院，由医院变更"),
        "李三": ("skipped", "已经如此，无需变更"),
    }
    assert (act.state, act.counts) == (BulkState.PREVIEW, {"ready": 1, "skipped": 3})
    assert [count for _, count in reasons_of(act)] == [1, 1, 1]
    assert fresh(home).mode == Mode.HOME
    assert Entry.objects.get(action="bulk.previewed").detail["counts"] == act.counts


def test_mode_and_place_are_changed_with_a_new_stretch_and_an_entry_each(officer):
    first, second = stays(2)

    act = done(CENTRAL, officer)

    assert (act.state, act.counts, act.done) == (BulkState.DONE, {"done": 2}, 2)
    for episode in (first, second):
        now = fresh(episode)
        assert (now.mode, now.place) == ("2", CENTRAL.place)
        stretches = Segment.objects.filter(episode=episode).order_by("id")
        assert [(s.mode, s.ends_at) for s in stretches] == [("1", T0), ("2", None)]
    entries = Entry.objects.filter(action="episode.arranged", batch=act.key)
    assert {entry.subject_id for entry in entries} == {first.pk, second.pk}
    assert Entry.objects.get(action="bulk.ended").detail["counts"] == {"done": 2}


def test_people_out_of_scope_are_neither_shown_nor_touched_even_if_ticked(officer):
    [mine] = stays(1)
    other = make_episode(make_person(name="赵六", area_code=ELSEWHERE))
    keys = [str(mine.person.key), str(other.person.key)]

    act = done(CENTRAL, officer, picked=keys)
    with pytest.raises(NobodyFound):
        preview(CENTRAL, officer, picked=keys[1:])

    assert told(act) == {"李一": ("done", "")}
    assert fresh(other).mode == Mode.HOME


def test_people_one_sees_but_may_not_arrange_for_are_passed_by():
    [mine] = stays(1)
    other = make_episode(make_person(name="赵六", area_code=ELSEWHERE))

    both = make_staff("community_officer", areas=(COMMUNITY,))
    make_role("grid_worker")
    post = {"role": RoleCode.GRID_WORKER, "areas": (ELSEWHERE,)}
    give_post(User.objects.get(pk=both.id), **post, by=Actor.system(), at=T0)

    act = done(CENTRAL, caller_by_id(both.id))

    assert told(act) == {"李一": ("done", ""), "赵六": ("skipped", "不在您的管辖范围")}
    assert fresh(other).mode == Mode.HOME
    assert fresh(mine).mode == Mode.CENTRAL


def test_whoever_may_not_edit_people_previews_nothing():
    stays(1)
    worker = make_staff("grid_worker", areas=(GRID,))

    with pytest.raises(NotAllowed):
        preview(CENTRAL, worker)


def test_an_act_belongs_to_its_maker_and_happens_once(officer):
    stays(1)
    other = make_staff("community_officer", areas=(COMMUNITY,))
    key = uuid.uuid4()
    act = preview(CENTRAL, officer, key=key)

    assert preview(CENTRAL, officer, key=key).pk == act.pk
    with pytest.raises(NotFound):
        preview(CENTRAL, other, key=key)
    for refused in (begin_bulk, cancel_bulk, undo_bulk):
        with pytest.raises(NotFound):
            refused(act, by=other, at=T0)
    with pytest.raises(NotFound):
        bulk_for(other, key)
    begin_bulk(act, by=officer, at=T0)
    with pytest.raises(BulkOver):
        begin_bulk(act, by=officer, at=T0)


def test_what_is_missing_is_said_by_field(officer):
    stays(1)
    wrong = {
        "mode": Bulk(BulkKind.ARRANGE),
        "doctor_id": Bulk(BulkKind.DOCTOR),
        "due_on": Bulk(BulkKind.CHECKS, due_on=dt.date(2020, 1, 1)),
        "title": Bulk(BulkKind.MESSAGE, text="请按时自查"),
    }

    for field, bulk in wrong.items():
        with pytest.raises(BadBulk) as refused:
            preview(bulk, officer)
        assert list(refused.value.fields) == [field]
    with pytest.raises(BadBulk):
        preview(Bulk(BulkKind.ARRANGE, mode="3"), officer)


def test_more_than_the_most_is_refused(officer, monkeypatch):
    monkeypatch.setattr(module, "MOST", 1)
    stays(2)

    with pytest.raises(TooManyTogether):
        preview(CENTRAL, officer)


def test_who_changed_after_the_preview_is_judged_anew(officer):
    gone, still = stays(2)
    act = preview(CENTRAL, officer)
    end_episode(gone, reason=EndReason.MISTAKE, by=officer.actor, at=T0)

    run_bulk(begin_bulk(act, by=officer, at=T0), by=officer, at=T0)

    assert told(act) == {"李一": ("skipped", "没有进行中的隔离观察"), "李二": ("done", "")}
    assert fresh(still).mode == Mode.CENTRAL
    headers, lines = not_done(act)
    assert headers[-1] == "原因"
    assert [line[1:2] + line[3:] for line in lines] == [["李一", "跳过", "没有进行中的隔离观察"]]


def test_an_act_stopped_on_the_way_keeps_what_was_done_and_goes_no_further(officer, monkeypatch):
    monkeypatch.setattr(module, "_TOGETHER", 1)
    stays(3)
    act = begin_bulk(preview(CENTRAL, officer), by=officer, at=T0)
    real = module._carry_out

    def stopping(*args, **kwargs):
        real(*args, **kwargs)
        cancel_bulk(act, by=officer, at=T0)

    monkeypatch.setattr(module, "_carry_out", stopping)
    run_bulk(act, by=officer, at=T0)

    assert (act.state, act.counts) == (BulkState.CANCELLED, {"done": 1, "ready": 2})
    assert Episode.objects.unscoped().filter(mode="2").count() == 1
    with pytest.raises(BulkOver):
        cancel_bulk(act, by=officer, at=T0)


def test_an_act_whose_worker_stopped_goes_on_and_reaches_nobody_twice(officer, settings):
    stays(2)
    act = begin_bulk(preview(CENTRAL, officer), by=officer, at=T0)
    hold_clock(settings, LATER)

    go_on_with_bulk_acts.call_local()
    for _ in range(2):
        run_bulk_soon.call_local(act.pk)

    act.refresh_from_db()
    assert (act.state, act.counts) == (BulkState.DONE, {"done": 2})
    assert Entry.objects.filter(action="episode.arranged").count() == 2


def test_mode_and_place_come_back_as_they_were(officer):
    home, other = stays(2)
    arrange_stay(other, {"mode": "9", "place": "亲戚家"}, by=officer.actor, at=T0)
    was = fresh(home).place
    act = done(CENTRAL, officer)

    undo_bulk(act, by=officer, at=LATER)

    assert [(fresh(e).mode, fresh(e).place) for e in (home, other)] == [("1", was), ("9", "亲戚家")]
    assert (act.state, act.counts) == (BulkState.UNDONE, {"undone": 2})
    last = Segment.objects.filter(episode=other).order_by("-id").first()
    assert (last.mode, last.starts_at, last.ends_at) == ("9", LATER, None)
    assert Entry.objects.filter(action="bulk.undone").count() == 1
    with pytest.raises(BulkOver):
        undo_bulk(act, by=officer, at=LATER)


def test_an_undo_says_what_stands_in_the_way_and_changes_nothing(officer):
    fine, moved, over = stays(3)
    act = done(CENTRAL, officer)
    arrange_stay(fresh(moved), {"place": "另一处"}, by=officer.actor, at=LATER)
    end_episode(fresh(over), reason=EndReason.MISTAKE, by=officer.actor, at=LATER)

    with pytest.raises(StandsInTheWay) as refused:
        undo_bulk(act, by=officer, at=LATER)

    assert refused.value.fields == {
        "第2行 李二": "之后又变更过",
        "第1行 李三": "观察已经结束或重新开始",
    }
    assert fresh(fine).mode == Mode.CENTRAL
    assert bulk_for(officer, act.key).state == BulkState.DONE


def test_a_doctor_is_assigned_with_open_visits_and_taken_back(officer):
    old = make_staff("community_doctor", areas=(COMMUNITY,))
    new = make_staff("community_doctor", areas=(COMMUNITY,), name="刘医生")
    far = make_staff("community_doctor", areas=(ELSEWHERE[:12],))
    [stay] = stays(1)
    Episode.objects.unscoped().filter(pk=stay.pk).update(doctor_id=old.id)
    act = done(Bulk(BulkKind.CHECKS, due_on=dt.date(2020, 2, 12)), officer)
    assert Visit.objects.unscoped().get().assignee_id == old.id

    moved = done(Bulk(BulkKind.DOCTOR, doctor_id=new.id), officer)
    assert told(moved) == {"李一": ("done", "")}
    assert fresh(stay).doctor_id == Visit.objects.unscoped().get().assignee_id == new.id
    assert told(preview(Bulk(BulkKind.DOCTOR, doctor_id=far.id), officer)) == {
        "李一": ("skipped", "这位医生不负责该区域")
    }
    undo_bulk(moved, by=officer, at=LATER)

    assert fresh(stay).doctor_id == Visit.objects.unscoped().get().assignee_id == old.id
    assert {card.id for card in doctors_for(officer)} == {old.id, new.id}
    with pytest.raises(NoUndo):
        undo_bulk(act, by=officer, at=LATER)


def test_a_doctor_who_has_been_there_since_stands_in_the_way(officer):
    old, new = (make_staff("community_doctor", areas=(COMMUNITY,)) for _ in range(2))
    [stay] = stays(1)
    Episode.objects.unscoped().filter(pk=stay.pk).update(doctor_id=old.id)
    done(Bulk(BulkKind.CHECKS, due_on=dt.date(2020, 2, 12)), officer)
    act = done(Bulk(BulkKind.DOCTOR, doctor_id=new.id), officer)
    Visit.objects.unscoped().update(is_done=True, done_at=LATER)

    with pytest.raises(StandsInTheWay) as refused:
        undo_bulk(act, by=officer, at=LATER)

    assert list(refused.value.fields.values()) == ["新指定的医生已经上门"]


def test_checks_are_planned_for_those_with_a_doctor_until_their_stay_ends(officer):
    doctor = make_staff("community_doctor", areas=(COMMUNITY,))
    with_one, without, short = stays(3)
    of_them = Episode.objects.unscoped()
    of_them.filter(pk__in=[with_one.pk, short.pk]).update(doctor_id=doctor.id)
    of_them.filter(pk=short.pk).update(planned_end=T0 + dt.timedelta(days=1))

    act = done(Bulk(BulkKind.CHECKS, due_on=dt.date(2020, 2, 20)), officer)

    assert told(act) == {
        "李一": ("done", ""),
        "李二": ("skipped", "还没有负责的医生"),
        "李三": ("skipped", "观察在检查日之前结束"),
    }
    visit = Visit.objects.unscoped().get()
    assert (visit.episode_id, visit.assignee_id) == (with_one.pk, doctor.id)
    assert (visit.due_at, visit.area_code) == (dt.datetime(2020, 2, 20, 16, tzinfo=dt.UTC), GRID)
    assert without.pk


def test_a_message_reaches_those_with_an_account_and_is_announced(officer):
    told_one, silent = make_person(name="李一"), make_person(name="李二")
    account = make_account(person=told_one)
    news = Bulk(BulkKind.MESSAGE, title="社区通知", text="明早九点核酸采样")

    act = done(news, officer)

    assert told(act) == {"李一": ("done", ""), "李二": ("skipped", "没有绑定微信，收不到消息")}
    message = Message.objects.get()
    assert (message.to_id, message.title, message.body) == (account.id, "社区通知", news.text)
    entry = Entry.objects.get(action="message.told", batch=act.key)
    assert Delivery.objects.filter(entry=entry).count() == 1
    assert silent.pk


def test_the_act_costs_the_same_statements_for_one_and_three(officer):
    def statements():
        act = begin_bulk(preview(CENTRAL, officer), by=officer, at=T0)
        with CaptureQueriesContext(connection) as caught:
            run_bulk(act, by=officer, at=T0)
        undo_bulk(act, by=officer, at=T0)
        return len([one for one in caught.captured_queries if "SAVEPOINT" not in one["sql"]])

    stays(1)
    statements()
    one = statements()
    stays(3)

    assert statements() == one


def test_the_page_of_rows_costs_one_statement(officer, django_assert_num_queries):
    stays(3)
    act = preview(CENTRAL, officer)

    with django_assert_num_queries(1):
        assert len(bulk_rows(act, state="ready").rows) == 3
    assert BulkRow.objects.filter(act=act).count() == 3
