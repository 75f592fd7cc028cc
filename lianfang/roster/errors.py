"""What can go wrong with a whole table."""

from lianfang.core.problems import Invalid, Problem


class BadTable(Problem):
    code, status, title = (
        "import.bad_table",
        422,
        "无法读取该文件，请提供完整的 CSV 文件（可用 xz 压缩）",
    )


class UnknownLayout(Problem):
    code, status, title = "import.unknown_layout", 422, "表头与已知的病例清单格式不符"


class NoStay(Invalid):
    code, title = "roster.no_stay", "此人没有进行中的隔离观察，请先纳入观察再填写观察方式和地点"
