"""The platform over HTTP: the addresses of WeChat and of an SMS gateway that we call."""

import json
import uuid
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, urlsplit

from simulator import calls, pages
from simulator.letters import Fields, Postman
from simulator.platform import Platform, back_with, is_ours

_HTML, _JSON = "text/html; charset=utf-8", "application/json"
_LONGEST_BODY = 64 * 1024
_GET = {
    "/cgi-bin/ticket/getticket": lambda platform, asked, _: calls.ticket(platform, asked),
    "/cgi-bin/menu/get": lambda platform, *_: calls.shown_menu(platform),
    "/cgi-bin/menu/delete": lambda platform, *_: calls.delete_menu(platform),
}
_POST = {
    "/cgi-bin/menu/create": lambda platform, _, given: calls.set_menu(platform, given),
    "/cgi-bin/message/subscribe/bizsend": lambda platform, _, given: calls.subscription(
        platform, given
    ),
    "/cgi-bin/message/template/send": lambda platform, _, given: calls.template(platform, given),
}


class Handler(BaseHTTPRequestHandler):
    """One request; the platform hangs on the server."""

    server: "Server"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = dict(parse_qsl(parts.query))
        platform, to = self.server.platform, asked.get("to", "").strip()
        match parts.path:
            case "/connect/oauth2/authorize":
                self._authorize(asked)
            case "/connect/oauth2/confirm":
                self._confirm(asked)
            case "/sns/oauth2/access_token":
                self._json(calls.exchange(platform, asked))
            case "/cgi-bin/token":
                self._json(calls.plain_token(platform, asked))
            case "/phone/messages":
                self._page(pages.messages(platform.messages(to), to))
            case "/" | "/phone":
                self._page(pages.phone(platform, to))
            case path if path.startswith("/sms/"):
                end = platform.end_of_sms(path.removeprefix("/sms/"))
                self._json(end, HTTPStatus.OK if end else HTTPStatus.NOT_FOUND)
            case path if path in _GET:
                self._call(path, asked, {}, _GET[path])
            case _:
                self._page(pages.problem("没有这个页面"), HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        parts = urlsplit(self.path)
        asked = dict(parse_qsl(parts.query))
        size = min(int(self.headers.get("Content-Length", 0)), _LONGEST_BODY)
        body = self.rfile.read(size)
        if parts.path == "/phone/act":
            self._act(dict(parse_qsl(body.decode())))
            return
        try:
            given = json.loads(body or b"{}")
        except ValueError:
            self._json({"errcode": 47001, "errmsg": "data format error"})
            return
        match parts.path:
            case "/cgi-bin/stable_token":
                self._json(calls.stable_token(self.server.platform, given))
            case "/sms":
                number = self.server.platform.keep("短信", str(given["phone"]), str(given["text"]))
                self._json({"ok": True, "id": number})
            case path if path in _POST:
                self._call(path, asked, given, _POST[path])
            case _:
                self._json({"errcode": 48001, "errmsg": "api unauthorized"}, HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Silent: codes and openids stand in the addresses."""

    def _call(
        self,
        path: str,
        asked: dict[str, str],
        given: dict[str, object],
        answer: Callable[..., calls.Answer],
    ) -> None:
        """What needs a token; whoever gets a message is told of its end as the platform does."""
        platform = self.server.platform
        trouble = platform.trouble_with(asked.get("access_token", ""), path)
        said = trouble or answer(platform, asked, given)
        self._json(said)
        if "msgid" in said:
            self.server.tell_end(path, str(given["touser"]), str(said["msgid"]))

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
        openid = f"{openid}-{uuid.uuid4().hex[:12]}" if openid in pages.MADE_UP else openid[:64]
        code = self.server.platform.give_code(openid)
        self._go(back_with(page, code=code, state=asked.get("state", "")))

    def _act(self, given: dict[str, str]) -> None:
        """What the holder of the phone does; the page comes back at once."""
        to = given.get("to", "").strip()[:64]
        self.server.act(to, given.get("do", ""), given.get("words", "").strip()[:500])
        self._go(f"../phone?to={quote(to)}", HTTPStatus.SEE_OTHER)

    def _go(self, address: str, status: HTTPStatus = HTTPStatus.FOUND) -> None:
        self.send_response(status)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

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

    def __init__(self, port: int, platform: Platform | None = None, callback: str = "") -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.platform = platform or Platform()
        self.postman = Postman(self.platform, callback)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def act(self, openid: str, what: str, words: str) -> None:
        """Follow, leave, allow or forbid notices, press a button, write; or upset the platform."""
        platform, tell = self.platform, self.postman.tell
        match what:
            case "follow":
                platform.left.discard(openid)
                tell(openid, "event", Event="subscribe", EventKey="")
            case "leave":
                platform.left.add(openid)
                tell(openid, "event", Event="unsubscribe", EventKey="")
            case "allow":
                platform.unsubscribed.discard(openid)
            case "forbid":
                platform.unsubscribed.add(openid)
            case "click":
                tell(openid, "event", Event="CLICK", EventKey=words)
            case "text" if words:
                number = platform.keep("公众号", openid, words, is_own=True)
                tell(openid, "text", Content=words, MsgId=number)
            case "forget":
                platform.forget_tokens()
            case "use_up":
                platform.used_up = set(_POST) - platform.used_up

    def tell_end(self, path: str, openid: str, number: str) -> None:
        """A second later, as the platform does: the message lies on the phone."""
        if path.endswith("template/send"):
            fields: Fields = {
                "Event": "TEMPLATESENDJOBFINISH",
                "MsgID": number,
                "Status": "success",
            }
        else:
            end = {"MsgID": number, "ErrorCode": "0", "ErrorStatus": "success"}
            fields = {
                "Event": "subscribe_msg_sent_event",
                "SubscribeMsgSentEvent": {"List": end},
            }
        self.postman.tell(openid, "event", after_s=1.0, **fields)
