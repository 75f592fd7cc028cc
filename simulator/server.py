"""The platform over HTTP: the few addresses of WeChat and of an SMS gateway that we call."""

import json
import uuid
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from simulator import pages
from simulator.platform import TOKEN_LIFE_S, Platform, back_with, is_ours

_HTML, _JSON = "text/html; charset=utf-8", "application/json"
_LONGEST_BODY = 64 * 1024
_BAD_CODE = {"errcode": 40029, "errmsg": "invalid code"}
_BAD_TOKEN = {"errcode": 40001, "errmsg": "invalid credential"}
_NOT_SUBSCRIBED = {"errcode": 43101, "errmsg": "user refuse to accept the msg"}


class Handler(BaseHTTPRequestHandler):
    """One request; the platform hangs on the server."""

    server: "Server"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = dict(parse_qsl(parts.query))
        match parts.path:
            case "/connect/oauth2/authorize":
                self._authorize(asked)
            case "/connect/oauth2/confirm":
                self._confirm(asked)
            case "/sns/oauth2/access_token":
                self._exchange(asked)
            case "/" | "/phone":
                to = asked.get("to", "").strip()
                self._page(pages.phone(self.server.platform.messages(to), to))
            case _:
                self._page(pages.problem("没有这个页面"), HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        parts = urlsplit(self.path)
        size = min(int(self.headers.get("Content-Length", 0)), _LONGEST_BODY)
        given = json.loads(self.rfile.read(size) or b"{}")
        platform = self.server.platform
        match parts.path:
            case "/cgi-bin/stable_token":
                token = platform.token(anew=bool(given.get("force_refresh")))
                self._json({"access_token": token, "expires_in": TOKEN_LIFE_S})
            case "/cgi-bin/message/subscribe/bizsend":
                self._push(dict(parse_qsl(parts.query)), given)
            case "/sms":
                platform.keep("短信", str(given["phone"]), str(given["text"]))
                self._json({"ok": True})
            case _:
                self._json({"errcode": 48001, "errmsg": "api unauthorized"}, HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Silent: codes and openids stand in the addresses."""

    def _authorize(self, asked: dict[str, str]) -> None:
        if not is_ours(asked.get("redirect_uri", ""), self.headers.get("Host", "")):
            self._page(pages.problem("redirect_uri 参数错误"), HTTPStatus.BAD_REQUEST)
            return
        kept = {name: asked.get(name, "") for name in ("redirect_uri", "state")}
        self._page(pages.choose(kept))

    def _confirm(self, asked: dict[str, str]) -> None:
        page, openid = asked.get("redirect_uri", ""), asked.get("openid", "").strip()
        if not openid or not is_ours(page, self.headers.get("Host", "")):
            self._page(pages.problem("redirect_uri 参数错误"), HTTPStatus.BAD_REQUEST)
            return
        openid = f"new-{uuid.uuid4().hex[:12]}" if openid == "new" else openid[:64]
        code = self.server.platform.give_code(openid)
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", back_with(page, code=code, state=asked.get("state", "")))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _exchange(self, asked: dict[str, str]) -> None:
        openid = self.server.platform.openid_for(asked.get("code", ""))
        told = {"openid": openid, "scope": "snsapi_base", "expires_in": TOKEN_LIFE_S}
        self._json(told if openid else _BAD_CODE)

    def _push(self, asked: dict[str, str], given: dict[str, object]) -> None:
        platform, to = self.server.platform, str(given.get("touser", ""))
        if asked.get("access_token") != platform.token(anew=False):
            self._json(_BAD_TOKEN)
        elif to in platform.unsubscribed:
            self._json(_NOT_SUBSCRIBED)
        else:
            data = given.get("data")
            words = data.values() if isinstance(data, dict) else ()
            platform.keep("微信", to, " ".join(str(word["value"]) for word in words))
            self._json({"errcode": 0, "errmsg": "ok"})

    def _page(self, html: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._answer(html.encode(), _HTML, status)

    def _json(self, body: object, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._answer(json.dumps(body, ensure_ascii=False).encode(), _JSON, status)

    def _answer(self, body: bytes, kind: str, status: HTTPStatus) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", pages.POLICY)
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """Listens on this machine only; port 0 takes a free one."""

    daemon_threads = True

    def __init__(self, port: int, platform: Platform | None = None) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.platform = platform or Platform()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"
