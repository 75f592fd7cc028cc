"""What can go wrong with WeChat and the SMS gateway."""

from lianfang.core.problems import Problem


class BadState(Problem):
    code, status, title = "wechat.bad_state", 400, "微信登录已过期，请重新点击微信登录"


class BadWechatCode(Problem):
    code, status, title = "wechat.bad_code", 401, "微信登录未完成，请重新点击微信登录"


class SnapshotUser(Problem):
    code, status, title = (
        "wechat.snapshot_user",
        403,
        "当前为快照页，请点击右下角“使用完整服务”后登录",
    )


class Unreachable(Problem):
    code, status, title = "wechat.unreachable", 503, "微信暂时连接不上，请稍后再试或用手机号登录"


class Busy(Unreachable):
    """The platform answers, but not now: the quota is used up or it has trouble of its own."""


class StaleToken(Unreachable):
    """The access token is no longer good; a new one is."""


class BadSignature(Problem):
    """Not from the platform, or too old, or seen before."""

    code, status, title = "wechat.bad_signature", 403, "来源不明，已拒绝"


class NotOurPage(Problem):
    code, status, title = "wechat.not_our_page", 422, "只能为本系统的页面签名"


class Refused(Problem):
    """The platform will not deliver this message, however often it is asked."""

    code, status, title = "wechat.refused", 502, "消息未能送达"

    def __init__(self, detail: str = "", *, errcode: int = 0) -> None:
        super().__init__(detail)
        self.errcode = errcode
