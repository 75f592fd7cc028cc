"""What can go wrong with observation, readings and release."""

from lianfang.core.problems import Invalid, Problem


class EvidenceNeeded(Invalid):
    code, title = "episode.evidence_needed", "请选择起始时间的依据，或写明暂无依据的原因"


class BadAnchor(Invalid):
    code, title = "episode.bad_anchor", "末次暴露或抵达时间不能晚于现在"


class PeriodOver(Invalid):
    code, title = "episode.period_over", "按现行规则观察期已过，无需纳入隔离观察"


class EpisodeOver(Problem):
    code, status, title = "episode.over", 409, "这次隔离观察已经结束，请刷新后再看"


class NotDue(Problem):
    code, status, title = "episode.not_due", 409, "观察期未满，到期后才能解除"


class OpenAbnormal(Problem):
    code, status, title = "episode.open_abnormal", 409, "体征异常尚未排除，请先由医生复核"


class NotSigned(Problem):
    code, status, title = "episode.unsigned", 409, "还没有医生签署，请先由社区医生签署"


class MissedUnexplained(Problem):
    code, status = "episode.missed_unexplained", 409
    title = "还有漏报没有说明原因，请先逐次说明再签署"


class InHospital(Problem):
    code, status, title = "episode.in_hospital", 409, "正在定点医院，请等医院处理后再办理"


class NothingAbnormal(Problem):
    code, status, title = "episode.nothing_abnormal", 409, "没有待复核的异常体征，请刷新后再看"


class BadReading(Invalid):
    code, title = "reading.bad_value", "体征填写有误，请按提示修改"


class KeyTaken(Problem):
    code, status, title = "reading.key_taken", 409, "这次上报的编号已被占用，请重新填写"


class VisitDone(Problem):
    code, status, title = "visit.done", 409, "这次巡诊已经完成，请刷新后再看"


class BadSignature(Invalid):
    code, title = "notice.bad_signature", "签名太短或没有签好，请在框内重新签名"
