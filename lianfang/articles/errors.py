"""What can go wrong with articles."""

from lianfang.core.problems import Invalid, Problem


class WrongState(Problem):
    code, status, title = "article.wrong_state", 409, "文章已不在可办理的状态，请刷新后查看"


class Superseded(Problem):
    code, status, title = (
        "article.superseded",
        409,
        "文章已由他人保存了更新的版本，请比对后再保存",
    )


class NothingToShow(Invalid):
    code, title = "article.nothing_to_show", "请先写好标题和正文再发布"


class BadSchedule(Invalid):
    code, title = "article.bad_schedule", "结束时间须晚于开始时间"


class NoReaders(Invalid):
    code, title = "article.no_readers", "请选择给谁看"


class NotYourArea(Invalid):
    code, title = "article.not_your_area", "只能向您负责的区域发布，请重新选择区域"


class BadTree(Invalid):
    code, title = "article.bad_tree", "自查问题不完整，请按提示修改"


class NoReason(Invalid):
    code, title = "article.no_reason", "请写明撤回原因"


class BadLink(Invalid):
    code, title = "article.bad_link", "来源网址须以 https:// 开头"
