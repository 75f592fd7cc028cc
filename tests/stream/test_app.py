import asyncio
import json
import time

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.contrib.sessions.backends.db import SessionStore

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.org.enums import RoleCode
from lianfang.org.rules import mark_of
from lianfang.stream import app
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db(transaction=True)
STREET, BESIDE = GRID[:9], GRID[:6] + "002"


@pytest.fixture(autouse=True)
def fresh_hub(monkeypatch):
    monkeypatch.setattr(app, "hub", app.Hub())
    monkeypatch.setattr(app, "EVERY_S", 0.02)


def session_of(role=RoleCode.COMMANDER, areas=(STREET,)):
    caller = make_staff(role, areas=areas)
    held = SessionStore()
    now = time.time()
    held.update({"user_id": caller.id, "seen_at": now, "signed_in_at": now})
    held["password_set_at"] = mark_of(caller.password_set_at)
    held.save()
    return held.session_key


class Client:
    """A browser's EventSource, as far as the server can tell."""

    def __init__(self, cookie="", last_event_id=""):
        headers = {"cookie": f"sessionid={cookie}", "last-event-id": last_event_id}
        pairs = [(k.encode(), v.encode()) for k, v in headers.items() if v]
        self.scope = {"type": "http", "path": "/stream", "headers": pairs}
        self.sent, self.left = [], asyncio.Event()

    async def receive(self):
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        self.sent.append(message)

    @property
    def status(self):
        return self.sent[0]["status"]

    @property
    def lines(self):
        text = b"".join(m.get("body", b"") for m in self.sent).decode()
        return [json.loads(row[6:]) for row in text.splitlines() if row.startswith("data: ")]

    async def listen(self, meanwhile=None, *, seconds=0.5):
        task = asyncio.create_task(app.application(self.scope, self.receive, self.send))
        await asyncio.sleep(0.2)
        if meanwhile:
            await sync_to_async(meanwhile)()
        await asyncio.sleep(seconds)
        self.left.set()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        if app.hub.poller:
            app.hub.poller.cancel()


def happen(person, action="reading.abnormal"):
    return record(action, person, by=Actor("user", 1, "王网格"), at=T0)


def heard(client, meanwhile=None):
    async_to_sync(client.listen)(meanwhile)
    return client.lines


def test_a_stranger_is_refused():
    client = Client()

    heard(client)

    assert client.status == 401


@pytest.mark.parametrize("role", [RoleCode.GRID_WORKER, RoleCode.AUDITOR])
def test_who_may_not_read_figures_is_refused(role):
    client = Client(session_of(role))

    heard(client)

    assert client.status == 401


def test_news_of_ones_own_area_is_told_without_names_or_doors():
    make_area(STREET, name="清源街道")
    person, client = make_person(), Client(session_of())

    lines = heard(client, lambda: happen(person))

    assert [line["text"] for line in lines[1:]] == ["清源街道 体征异常，已通知社区医生"]
    assert lines[1]["area_code"] == STREET


def test_a_new_listener_is_told_what_happened_lately_at_home():
    make_area(STREET, name="清源街道")
    for _ in range(app.RECENT + 2):
        make_person()
    make_person(area_code=f"{BESIDE}001001")

    lines = heard(Client(session_of()))

    assert {line["text"] for line in lines} == {"清源街道 新登记一名人员"}
    assert len(lines) == app.RECENT


def test_news_of_another_area_is_not_told():
    person, client = make_person(area_code=f"{BESIDE}001001"), Client(session_of())

    assert heard(client, lambda: happen(person)) == []


def test_a_broken_line_resumes_where_it_ended():
    person, other = make_person(), make_person(area_code=f"{BESIDE}001001")
    first, second = happen(person), happen(person, "episode.released")
    happen(other)

    lines = heard(Client(session_of(), last_event_id=str(first.pk)))

    assert [line["id"] for line in lines] == [second.pk]


def test_an_entry_committed_after_a_later_one_is_still_told():
    """PostgreSQL numbers entries before they are committed."""
    late, early = happen(make_person()), happen(make_person())
    app.hub.told = {early.pk}

    told = [line.id for line in app.hub._read()]

    assert late.pk in told
    assert early.pk not in told
    assert app.hub._read() == []


def test_who_signed_out_hears_no_more(monkeypatch):
    monkeypatch.setattr(app, "RECHECK_S", 0)
    person, key = make_person(area_code=f"{STREET}001001"), session_of()
    client = Client(key)

    def sign_out():
        SessionStore(key).delete()
        happen(person)

    lines = heard(client, sign_out)

    assert "reading.abnormal" not in {line["action"] for line in lines}
    assert app.hub.listeners == set()


def test_a_listener_that_left_is_forgotten():
    client = Client(session_of())

    heard(client)

    assert app.hub.listeners == set()
