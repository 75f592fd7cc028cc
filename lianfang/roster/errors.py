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
