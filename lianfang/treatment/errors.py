"""What can go wrong between the door and the ward."""

from lianfang.core.problems import Invalid, NotAllowed, Problem


class NoHospital(Problem):
    code, status, title = "treatment.no_hospital", 409, "本区没有可用的定点医院，请先在机构中登记"


class NotYourPatient(NotAllowed):
    code, title = "treatment.not_your_patient", "该人员不在本院就诊，不能更新"


class WrongReferralState(Problem):
    code, status, title = "treatment.referral_settled", 409, "该转诊已处理，请刷新后再看"


class EvidenceMissing(Invalid):
    code, title = "treatment.evidence_missing", "依据不足，请补充检测结果或说明"


class NotRecovered(Invalid):
    code, title = "treatment.not_recovered", "出院标准未全部满足，请逐项核对"


class DeathPending(Problem):
    code, status, title = "treatment.death_pending", 409, "死亡报告正在等待第二人确认"
