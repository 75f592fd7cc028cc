"""What can go wrong with a whole table."""

from lianfang.core.problems import Invalid, NotAllowed, Problem


class BadTable(Problem):
    code, status, title = (
        "import.bad_table",
        422,
        "无法读取该文件，请提供完整的 CSV 文件（可用 xz 压缩）",
    )


class UnknownLayout(Problem):
    code, status, title = "import.unknown_layout", 422, "表头与已知的病例清单格式不符"


class BadFields(Invalid):
    code, title = "roster.bad_fields", "有几项填写有误，请按提示修改"


class ChangedFields(Problem):
    code, status = "roster.changed_fields", 409
    title = "您填写期间，别人改了其中几项，请逐项选择保留哪一个"


class NotYourField(NotAllowed):
    code, title = "roster.not_your_field", "有几项不由您的岗位填写"


class NoStay(Invalid):
    code, title = "roster.no_stay", "此人没有进行中的隔离观察，请先纳入观察再填写观察方式和地点"


class NoHeader(Invalid):
    code = "roster.no_header"
    title = "没有找到表头，请使用系统的模板，或在第一行写明姓名、证件号码、电话等"


class BatchDone(Problem):
    code, status, title = "roster.batch_done", 409, "这一批已经处理过，请刷新后再看"


class StandsInTheWay(Problem):
    code, status = "roster.stands_in_the_way", 409
    title = "以下人员已有后续记录，整批都没有撤销；请先处理这些记录"


class TooMany(Invalid):
    code, title = "roster.too_many", "一次最多导出 200000 人，请缩小范围后分批导出"


class NobodyFound(Invalid):
    code, title = "roster.nobody_found", "没有符合条件的人员，请调整条件后再试"


class ExportDone(Problem):
    code, status, title = "roster.export_done", 409, "这次导出已经结束，请刷新后再看"


class ExportGone(Problem):
    code, status, title = "roster.export_gone", 410, "下载已过期或尚未生成，请重新导出"


class MoreThanGranted(Problem):
    code, status = "roster.more_than_granted", 409
    title = "符合条件的人员比申请时多，请重新提交导出"


class ReasonNeeded(Invalid):
    code, title = "roster.reason_needed", "导出完整号码请填写理由"


class BadMove(Invalid):
    code, title = "roster.bad_move", "还有几项没有填好，请按提示补充"


class StillInWard(Problem):
    code, status = "roster.still_in_ward", 409
    title = "此人正在住院，请先由医院办理出院，再更正这次变更"


class CannotVoid(Problem):
    code, status, title = "roster.cannot_void", 409, "该档案还不能作废"


class VoidReasonNeeded(Invalid):
    code, title = "roster.void_reason_needed", "请写明理由"


class BadCustomField(Invalid):
    code, title = "roster.bad_custom_field", "字段设置有误，请按提示修改"


class ChangedField(Problem):
    code, status = "roster.changed_field", 409
    title = "别的管理员刚改过这个字段，请刷新后再改"


class TooManyTogether(Invalid):
    code, title = "roster.too_many_together", "一次最多办理 10000 人，请缩小范围后分批办理"


class BulkOver(Problem):
    code, status, title = "roster.bulk_over", 409, "这次批量办理已经结束或已经开始，请刷新后再看"


class BadBulk(Invalid):
    code, title = "roster.bad_bulk", "请按提示补充要办理的内容"


class NoUndo(Problem):
    code, status, title = "roster.no_undo", 409, "这类批量办理不能撤销"
