"""What can go wrong with contacts."""

from lianfang.core.problems import Invalid, Problem


class NotACase(Invalid):
    code, title = "tracing.not_a_case", "只能为疑似、确诊或无症状人员填报密接"


class FutureContact(Invalid):
    code, title = "tracing.future_contact", "最后接触时间不能晚于现在"


class BadRows(Invalid):
    code, title = "tracing.bad_rows", "名单中有几行有误，请按提示修改后再提交"


class ProposalSettled(Problem):
    code, status, title = "tracing.proposal_settled", 409, "该建议已处理，请刷新后再看"
