"""发放文书 together: typeset once, bound for printing, zipped, kept for their maker a while."""

import datetime as dt
import io
import zipfile

import pytest

from lianfang.audit.models import Entry
from lianfang.core.actor import Actor
from lianfang.core.problems import NotAllowed, NotFound
from lianfang.quarantine.models import Notice
from lianfang.roster.actions import (
    begin_bulk,
    cancel_bulk,
    expire_papers,
    note_papers,
    preview_bulk,
    run_bulk,
)
from lianfang.roster.actions import papers as module
from lianfang.roster.enums import BulkKind, BulkState
from lianfang.roster.errors import BadBulk, ExportGone
from lianfang.roster.queries import papers_of
from lianfang.roster.rules.bulk import Bulk
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person
from tests.factories.quarantine import make_episode

pytestmark = pytest.mark.django_db
GUIDES = Bulk(BulkKind.NOTICES, notice="guide")
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def nine_in_the_morning(settings):
    hold_clock(settings, T0)
    make_area()


@pytest.fixture
def officer():
    return make_staff("community_officer", areas=(GRID[:12],))


def begun(by):
    act = preview_bulk(GUIDES, query={}, by=by, at=T0)
    return begin_bulk(act, by=by, at=T0)


def test_each_is_typeset_bound_and_zipped_and_done_again_the_same(officer):
    make_person(name="王五")
    for name in ("李一", "李二"):
        make_episode(make_person(name=name))

    act = run_bulk(begun(officer), by=officer, at=T0)
    again = run_bulk(begun(officer), by=officer, at=T0)

    assert act.counts == again.counts == {"done": 2, "skipped": 1}
    assert Notice.objects.filter(kind="guide", file__isnull=False).count() == 2
    assert Entry.objects.filter(action="notice.issued").count() == 2
    bound = b"".join(papers_of(act, "all"))
    assert bound.startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(b"".join(papers_of(act, "single")))) as archive:
        assert archive.namelist() == ["00001-李二-居家隔离指引.pdf", "00002-李一-居家隔离指引.pdf"]


def test_documents_are_their_makers_for_a_while_and_every_fetch_is_kept(officer):
    make_episode()
    act = run_bulk(begun(officer), by=officer, at=T0)
    other = make_staff("community_officer", areas=(GRID[:12],))

    note_papers(act, by=officer, at=T0)
    with pytest.raises(NotFound):
        note_papers(act, by=other, at=T0)
    with pytest.raises(ExportGone):
        note_papers(act, by=officer, at=T0 + DAY)
    assert expire_papers(by=Actor.system(), at=T0 + DAY) == 1

    assert Entry.objects.filter(action="bulk.papers_fetched").count() == 1
    with pytest.raises(NotFound):
        papers_of(act, "all")
    assert Notice.objects.filter(file__isnull=False).count() == 1


def test_an_act_stopped_while_typesetting_binds_nothing(officer, monkeypatch):
    monkeypatch.setattr(module, "_BEAT", 1)
    for _ in range(2):
        make_episode()
    act = begun(officer)
    real = module.serve_notice

    def stopping(notice, **how):
        if act.state == BulkState.RUNNING:
            cancel_bulk(act, by=officer, at=T0)
        return real(notice, **how)

    monkeypatch.setattr(module, "serve_notice", stopping)
    run_bulk(act, by=officer, at=T0)

    assert (act.state, act.papers_until) == (BulkState.CANCELLED, None)
    assert Notice.objects.filter(file__isnull=False).count() == 1


def test_who_issues_no_notices_does_not_and_an_unknown_one_is_named(officer):
    make_episode()

    with pytest.raises(NotAllowed):
        begun(make_staff("cdc_officer", areas=(GRID[:4],)))
    with pytest.raises(BadBulk) as refused:
        preview_bulk(Bulk(BulkKind.NOTICES, notice="release"), query={}, by=officer, at=T0)
    assert list(refused.value.fields) == ["notice"]


def test_many_are_bound_in_volumes_and_fetched_through_the_door(client, officer, monkeypatch):
    monkeypatch.setattr(module, "_VOLUME", 1)
    for _ in range(2):
        make_episode()
    act = run_bulk(begun(officer), by=officer, at=T0)
    sign_in(client, officer)

    answer = client.get(f"/api/console/bulk/{act.key}/papers/all")
    missing = call(client, "get", f"/console/bulk/{act.key}/papers/none")

    assert answer["Content-Disposition"] == 'attachment; filename="notices-all.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert archive.namelist() == ["volume-01.pdf", "volume-02.pdf"]
    assert missing.status_code == 422
