"""Call a door as somebody: the session is put in place, the rest is the real thing."""

import json
import time

from lianfang.api.door import mark_of


def sign_in(client, staff):
    """``staff`` is a Caller or a User."""
    mark = mark_of(staff.password_set_at)
    _session(client, user_id=getattr(staff, "pk", None) or staff.id, password_set_at=mark)


def sign_in_citizen(client, citizen):
    """``citizen`` is a Citizen or an Account."""
    _session(client, account_id=getattr(citizen, "pk", None) or citizen.id)


def call(client, method, path, body=None, **headers):
    """``call(client, "post", "/citizen/reports", {…})``: JSON, with the header doors ask for."""
    send = getattr(client, method.lower())
    headers = {"X-Lianfang": "1"} | headers
    if body is None:
        return send(f"/api{path}", headers=headers)
    if method.lower() == "get":
        return send(f"/api{path}", body, headers=headers)
    data = json.dumps(body, default=str)
    return send(f"/api{path}", data, content_type="application/json", headers=headers)


def _session(client, **who):
    session = client.session
    session.flush()
    now = time.time()
    session.update({"seen_at": now, "signed_in_at": now} | who)
    session.save()
    client.cookies["sessionid"] = session.session_key


def hold_clock(settings, at):
    """Doors read the clock; let it stand still at ``at``."""
    settings.CLOCK_ORIGIN = settings.CLOCK_VIRTUAL = at.timestamp()
    settings.CLOCK_SPEED = 0
