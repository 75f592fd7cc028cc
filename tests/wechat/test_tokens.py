import datetime as dt
import threading

import pytest
from django.db import connection, connections

from lianfang.audit.models import Entry
from lianfang.core.actor import Actor
from lianfang.wechat import client
from lianfang.wechat.actions import access_token, jsapi_ticket, keep_fresh, tokens, with_token
from lianfang.wechat.actions.tokens import CLAIM, EARLY
from lianfang.wechat.client import Given
from lianfang.wechat.errors import Unreachable
from lianfang.wechat.models import Credential
from tests.factories.geo import T0

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
LIFE = dt.timedelta(seconds=7200)


def token(at=T0, **more):
    return access_token(by=SYSTEM, at=at, **more)


def asked(simulator):
    return simulator.platform.calls.get("stable_token", 0)


def test_token_is_fetched_once_and_kept_sealed(simulator):
    first, second = token(), token()

    assert first == second == simulator.platform.token(anew=False)
    assert asked(simulator) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM wechat_credential")
        assert first not in cursor.fetchone()[0]
    assert Entry.objects.filter(action="wechat.credential_renewed").count() == 1


def test_token_is_renewed_before_it_ends(simulator):
    token()

    token(T0 + LIFE - EARLY - dt.timedelta(seconds=5))
    assert asked(simulator) == 1

    token(T0 + LIFE - EARLY + dt.timedelta(seconds=5))
    assert asked(simulator) == 2


def test_token_somebody_else_is_renewing_serves_until_it_ends(simulator):
    first, soon = token(), T0 + LIFE - dt.timedelta(minutes=5)
    Credential.objects.update(claimed_until=soon + CLAIM)

    assert token(soon) == first
    assert asked(simulator) == 1


def test_claim_of_a_process_that_died_runs_out(simulator):
    Credential.objects.create(name="wx-simulator access_token", claimed_until=T0 + CLAIM)

    token(T0 + CLAIM)

    assert asked(simulator) == 1


def test_platform_that_is_silent_leaves_the_old_token_in_use(simulator, settings):
    first, soon = token(), T0 + LIFE - dt.timedelta(minutes=5)
    settings.WECHAT_API_URL = "http://127.0.0.1:9"

    assert token(soon) == first
    with pytest.raises(Unreachable):
        token(T0 + LIFE)
    assert Credential.objects.get().claimed_until is None


def test_refused_token_is_replaced_and_the_call_made_again(simulator):
    old = token()
    simulator.platform.forget_tokens()

    got = with_token(client.fetch_ticket, by=SYSTEM, at=T0)

    assert got.value == simulator.platform.ticket()[0]
    assert token() != old
    assert asked(simulator) == 2


def test_call_is_made_again_only_once(simulator):
    calls = []

    def always_stale(given):
        calls.append(given)
        simulator.platform.forget_tokens()
        return client.fetch_ticket(given)

    with pytest.raises(Unreachable):
        with_token(always_stale, by=SYSTEM, at=T0)
    assert len(calls) == 2


def test_token_another_process_renewed_meanwhile_is_not_renewed_again(simulator):
    old = token()
    new = token(refused=old)

    assert token(refused=old) == new
    assert asked(simulator) == 2


def test_ticket_is_kept_like_the_token(simulator):
    first = jsapi_ticket(by=SYSTEM, at=T0)

    assert jsapi_ticket(by=SYSTEM, at=T0) == first == simulator.platform.ticket()[0]
    assert simulator.platform.calls["/cgi-bin/ticket/getticket"] == 1


def test_worker_renews_what_is_in_use_before_anybody_has_to_wait(simulator):
    keep_fresh(by=SYSTEM, at=T0)
    assert asked(simulator) == 0

    jsapi_ticket(by=SYSTEM, at=T0)
    soon = T0 + LIFE - EARLY + dt.timedelta(minutes=1)
    keep_fresh(by=SYSTEM, at=soon)

    assert [row.ends_at > soon + EARLY for row in Credential.objects.all()] == [True, True]
    assert asked(simulator) == 2


def test_worker_does_not_mind_a_platform_that_is_silent(simulator, settings):
    token()
    settings.WECHAT_API_URL = "http://127.0.0.1:9"

    keep_fresh(by=SYSTEM, at=T0 + 2 * LIFE)


def test_who_finds_no_token_waits_for_the_one_who_asks(simulator, monkeypatch):
    Credential.objects.create(name="wx-simulator access_token", claimed_until=T0 + CLAIM)

    def other_process_finishes(_):
        values = {"value": "fresh", "ends_at": T0 + LIFE, "claimed_until": None}
        Credential.objects.update(**values)

    monkeypatch.setattr(tokens.time, "sleep", other_process_finishes)

    assert token() == "fresh"
    assert asked(simulator) == 0


def test_who_waits_hears_at_once_that_the_other_got_nothing(simulator, monkeypatch):
    Credential.objects.create(name="wx-simulator access_token", claimed_until=T0 + CLAIM)
    gave_up = Credential.objects.all()
    monkeypatch.setattr(tokens.time, "sleep", lambda _: gave_up.update(claimed_until=None))

    with pytest.raises(Unreachable):
        token()


def test_platform_is_asked_outside_any_transaction_of_ours(simulator, monkeypatch):
    real, depths = client.fetch_token, []
    before = len(connection.savepoint_ids)

    def look(*, anew):
        depths.append(len(connection.savepoint_ids))
        return real(anew=anew)

    monkeypatch.setattr(client, "fetch_token", look)

    jsapi_ticket(by=SYSTEM, at=T0)

    assert depths == [before]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_need_a_token_one_asks_outside_a_transaction(simulator, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("a database in memory is not shared as a file between processes is")
    real, seen, got = client.fetch_token, [], []
    ready = threading.Barrier(6)

    def slow(*, anew) -> Given:
        seen.append(connection.in_atomic_block)
        threading.Event().wait(0.3)
        return real(anew=anew)

    monkeypatch.setattr(client, "fetch_token", slow)

    def one():
        ready.wait()
        try:
            got.append(token())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert got == [simulator.platform.token(anew=False)] * 6
    assert seen == [False]
