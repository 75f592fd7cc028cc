"""What can go wrong with a person's file."""

from lianfang.core.problems import Invalid, Problem


class WrongStatus(Problem):
    code, status, title = "person.wrong_status", 409, "当前状态不允许这样变更，请刷新后再看"


class ChangedMeanwhile(Problem):
    code, status, title = "person.changed_meanwhile", 409, "该人员刚被他人更新，请刷新后再操作"


class DocumentTaken(Problem):
    code, status = "person.document_taken", 409
    title = "该证件号码已属于另一份档案，请先核对是否重复建档"


class SecondPersonNeeded(Problem):
    code, status = "person.second_person_needed", 409
    title = "这一批会使较多人转为红码，须由第二人同意后才生效，请提交审批"


class CannotMerge(Problem):
    code, status, title = "person.cannot_merge", 409, "这两份档案不能合并"


class NotTheNewest(Problem):
    code, status = "person.not_the_newest", 409
    title = "只能更正最近一次变更；建档和已做的更正不能再更正，请刷新后再看"


class FileVoid(Problem):
    code, status, title = "person.file_void", 409, "该档案已作废，不能再变更；如属误作废，请先恢复"


class BadName(Invalid):
    code, title = "person.bad_name", "姓名有误，请填写 1 到 50 个字，不要含数字"


class BadTime(Invalid):
    code, title = "person.bad_time", "生效时间不能晚于现在"


class ReasonNeeded(Invalid):
    code, title = "person.reason_needed", "请填写查看完整信息的理由"
