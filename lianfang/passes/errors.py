"""What can go wrong with passes and gates."""

from lianfang.core.problems import Invalid, NotAllowed, Problem


class BadToken(Problem):
    code, status, title = "pass.bad_token", 422, "通行码无效，请对方在“我的通行证”中重新打开"


class BadKey(Problem):
    code, status, title = "partner.bad_key", 401, "密钥无效或已吊销，请联系平台管理员"


class NotGranted(NotAllowed):
    code, title = "partner.not_granted", "该密钥没有此接口的权限，请联系平台管理员"


class TooMany(Problem):
    code, status, title = "partner.too_many", 429, "调用过于频繁，请一分钟后再试"


class BadApplication(Problem):
    code, status, title = "partner.bad_application", 422, "调用申请无效或已过期，请重新申请"


class BadPlace(Problem):
    code, status, title = "place.bad_code", 422, "场所码无效，请扫现场张贴的场所码"


class PlaceClosed(Problem):
    code, status, title = "place.closed", 409, "这个场所码已停用，请询问现场工作人员"


class ReasonNeeded(Invalid):
    code, title = "place.reason_needed", "请填写查询理由"


class BadSpan(Invalid):
    code, title = "place.bad_span", "请选择不超过 14 天的时间段，开始要早于结束"


class NoCard(Problem):
    code, status, title = "pass.no_card", 409, "此人目前不能凭卡通行，请先联系社区核实"


class OldCard(Problem):
    code, status, title = "pass.old_card", 409, "这张卡已作废，请打印新卡"


class Shed(Problem):
    code, status, title = "pass.shed", 503, "访问的人太多，这一项暂停；通行证照常出示，请稍后再看"


class NobodyNamed(Invalid):
    code, title = "gate.nobody_named", "请扫码，或输入证件号、手机号"


class KeyTaken(Problem):
    code, status, title = "gate.key_taken", 409, "这条记录已由他人提交，请重新登记"


class DeviceUnknown(Problem):
    code, status, title = "gate.device_unknown", 403, "本机未登记到这个卡口，请先登记设备"


class DeviceRevoked(Problem):
    code, status, title = "gate.device_revoked", 403, "本机已被停用，请联系物业管理员"


class BadProof(Problem):
    code, status, title = "gate.bad_proof", 403, "本机的签名不对，请重新登记设备"


class DeviceTaken(Problem):
    code, status, title = "gate.device_taken", 409, "这台设备已登记，请刷新页面"


class ManagerEnrols(Problem):
    code, status, title = (
        "gate.manager_enrols",
        403,
        "您在这个卡口的设备曾被停用，请卡口管理员在本机登录后登记",
    )
