"""The simulator's pages under our own address, so that a demo needs one port only."""

import httpx
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

_PAGES = {"", "phone", "phone/messages", "connect/oauth2/authorize", "connect/oauth2/confirm"}
_ACTS = {"phone/act"}
_HEADERS = ("Content-Type", "Location", "Content-Security-Policy", "Cache-Control")


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, path: str) -> HttpResponse:
    """Pages for people only: what the platform tells servers is not passed on."""
    known = _PAGES if request.method == "GET" else _ACTS
    if path not in known or not settings.SIMULATOR_URL:
        raise Http404
    try:
        answer = httpx.request(
            request.method or "GET",
            f"{settings.SIMULATOR_URL}/{path}?{request.META.get('QUERY_STRING', '')}",
            content=request.body,
            headers={"Host": request.get_host()},
            trust_env=False,
        )
    except httpx.HTTPError:
        return HttpResponse("模拟器没有启动", status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(answer.content, status=answer.status_code)
    for name in _HEADERS:
        if name in answer.headers:
            response.headers[name] = answer.headers[name]
    return response
