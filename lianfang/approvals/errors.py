"""What can go wrong with acts that wait for a second person."""

from lianfang.core.problems import Invalid, NotAllowed, Problem


class OwnRequest(NotAllowed):
    code, title = "approval.own_request", "不能审批自己提交的申请，请由另一人审批"


class AlreadyDecided(Problem):
    code, status, title = "approval.already_decided", 409, "该申请已由他人审批，请刷新"


class ReasonNeeded(Invalid):
    code, title = "approval.reason_needed", "不同意时请填写理由"
