"""What can go wrong with a case."""

from lianfang.core.problems import Invalid, NotAllowed, Problem


class WrongState(Problem):
    code, status, title = "case.wrong_state", 409, "案卷当前环节不允许此操作，请刷新后再看"


class NotYourCase(NotAllowed):
    code, title = "case.not_yours", "案卷未派遣给您，请联系坐席改派"


class NotYourArea(NotAllowed):
    code, title = "case.not_your_area", "案卷不在您负责的区域内，您只能查看"


class BadWorker(Invalid):
    code, title = "case.bad_worker", "所选人员不能核实这个网格的案卷，请另选一位网格员"


class WaitsForHospital(Problem):
    code, status, title = "case.waits_for_hospital", 409, "等待定点医院接诊，接诊后自动结案"


class ReasonNeeded(Invalid):
    code, title = "case.reason_needed", "请填写理由"


class PlaceNeeded(Invalid):
    code, title = "case.place_needed", "请定位，或选择所在社区"


class NoDoctor(Invalid):
    code, title = "case.no_doctor", "本网格还没有责任医生，请联系社区"


class BadPhoto(Invalid):
    code, title = "case.bad_photo", "照片没有上传成功，请重新拍照上传"


class WrongKind(Problem):
    code, status, title = "case.wrong_kind", 409, "这类案卷不能这样处理，请按提示反馈处理情况"


class SameGrid(Invalid):
    code, title = "case.same_grid", "新网格与原网格相同，请重新选择"


class JustReported(Problem):
    code, status, title = "case.just_reported", 409, "刚刚有人上报过"


class TooManyTips(Problem):
    code, status = "case.too_many_tips", 429
    title = "今天的匿名线索已达上限，请登录后上报，或拨打热线"
