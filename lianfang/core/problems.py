"""Every way a request can fail, as one exception family (RFC 9457 problem details)."""

from collections.abc import Mapping


class Problem(Exception):
    """A failure the client can act on; subclasses set ``code``, ``status`` and ``title``.

    ``fields`` maps a field of the request to a Chinese sentence saying what to do about it.
    """

    code = "problem"
    status = 400
    title = "请求有误，请检查后重试"

    def __init__(self, detail: str = "", *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.fields = dict(fields or {})

    def as_dict(self) -> dict[str, object]:
        body: dict[str, object] = {
            "type": f"urn:lianfang:{self.code}",
            "code": self.code,
            "title": self.title,
            "status": self.status,
        }
        if self.detail:
            body["detail"] = self.detail
        if self.fields:
            body["fields"] = self.fields
        return body


class NotFound(Problem):
    code, status, title = "not_found", 404, "未找到，可能已被移走或您无权查看"


class SignInFirst(Problem):
    code, status, title = "session.sign_in_first", 401, "请先登录"


class NotAllowed(Problem):
    code, status, title = "session.not_allowed", 403, "您的岗位没有这项权限，请联系管理员"


class Invalid(Problem):
    code, status, title = "invalid", 422, "填写有误，请按提示修改"


class Stale(Problem):
    code, status, title = "stale", 409, "内容已被他人更新，请刷新后再操作"
