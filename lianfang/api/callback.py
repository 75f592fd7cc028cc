"""Where the WeChat platform calls us; its letters are signed and sealed (handbook §8.3)."""

import time

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from lianfang.api.door import clock
from lianfang.core.actor import Actor
from lianfang.wechat import actions, client
from lianfang.wechat.errors import BadSignature

_PLATFORM = Actor("wechat", None, "微信平台")
_TEXT = "text/plain; charset=utf-8"


@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """The platform waits five seconds and asks three times; "success" says there is no answer."""
    if not settings.WECHAT_AES_KEY or not settings.WECHAT_TOKEN:
        raise Http404
    try:
        return _prove(request) if request.method == "GET" else _take(request)
    except BadSignature as problem:
        return HttpResponse(problem.title, status=problem.status, content_type=_TEXT)


def _prove(request: HttpRequest) -> HttpResponse:
    asked = {name: str(value) for name, value in request.GET.items()}
    return HttpResponse(client.echo_of(asked, now_s=time.time()), content_type=_TEXT)


def _take(request: HttpRequest) -> HttpResponse:
    """Freshness goes by the real clock, which is the platform's, not by a demo's."""
    sealed = client.Sealed(
        signature=request.GET.get("msg_signature", ""),
        timestamp=request.GET.get("timestamp", ""),
        nonce=request.GET.get("nonce", ""),
        body=request.body,
    )
    letter = client.open_letter(sealed, now_s=time.time())
    words = actions.receive(letter, by=_PLATFORM, at=clock())
    if not words:
        return HttpResponse("success", content_type=_TEXT)
    reply = client.sealed_reply(letter, words, now_s=time.time())
    return HttpResponse(reply, content_type="application/xml; charset=utf-8")
