"""What can be wrong with an imported cell, where a table stands, who may use an added field."""

from django.db.models import TextChoices


class Finding(TextChoices):
    """``{value}`` and the other words in braces are filled in for the cell at hand."""

    EMPTY_ROW = "import.empty_row", "除编号外没有任何内容，未登记"
    ORPHAN_ROW = "import.orphan_row", "没有编号，上方也没有可归属的患者，未采用"
    NO_NUMBER = "import.no_number", "没有患者编号，按整行内容识别，改动后会成为另一人"
    NUMBER_REUSED = "import.number_reused", "编号{value}已用于第{other}行的另一位患者，按另一人登记"
    NUMBER_DRIFT = "import.number_drift", "只有行程没有患者信息，视为第{other}行患者的续行"
    DIFFERS = "import.differs", "与第{other}行同一患者的内容不一致，保留第{other}行的“{kept}”"
    AGE_ZERO = "import.age_zero", "年龄填的是0，按年龄不详登记；若为婴儿请补充月龄"
    AGE_UNREADABLE = "import.age_unreadable", "“{value}”不是0至120的年龄，未采用"
    CODE_UNREADABLE = "import.code_unreadable", "“{value}”不在可选范围内，未采用"
    COUNT_UNREADABLE = "import.count_unreadable", "“{value}”不是人数，未采用"
    DATE_UNREADABLE = "import.date_unreadable", "“{value}”不是日期，未采用"
    DATE_IMPLAUSIBLE = "import.date_implausible", "“{value}”早于2019年12月或晚于导入时间，未采用"
    DATE_ORDER = "import.date_order", "{value}早于{other}，请核对"
    NO_CONFIRM_DATE = "import.no_confirm_date", "没有确诊日期，按确诊登记，生效时间记为导入时间"
    OUTCOME_UNDATED = "import.outcome_undated", "“{value}”没有出院日期，未改为治愈"
    AREA_MISSING = "import.area_missing", "没有填写省、市、区县，暂归报送省份{other}"
    AREA_OUTSIDE = "import.area_outside", "“{value}”不在导入的行政区划内，暂归报送省份{other}"
    AREA_SHIFTED = (
        "import.area_shifted",
        "“{value}”是省级行政区，省、市、区县似乎错位一栏，按错位读取",
    )
    AREA_BEGINNING = "import.area_beginning", "“{value}”按其开头识别为{other}"
    AREA_ELSEWHERE = "import.area_elsewhere", "“{value}”不在湖北省内，未采用，请核对"
    PLACE_UNKNOWN = "import.place_unknown", "“{value}”不是可识别的国内行政区划，未采用"
    NOT_TRANSPORT = "import.not_transport", "“{value}”不是交通方式，未采用"
    TRANSPORT_SEVERAL = "import.transport_several", "“{value}”含多种交通方式，取第一种"
    TRANSPORT_NO_PARTLY = "import.transport_no_partly", "“{value}”中识别出班次{other}，其余未采用"
    TRANSPORT_NO_UNREADABLE = (
        "import.transport_no_unreadable",
        "“{value}”中没有航班号或车次，未采用",
    )
    CONTACT_UNKNOWN = "import.contact_unknown", "编号{value}不在本表的患者中，只记录有接触史"


REFUSED = frozenset(
    {
        Finding.EMPTY_ROW,
        Finding.ORPHAN_ROW,
        Finding.AGE_UNREADABLE,
        Finding.CODE_UNREADABLE,
        Finding.COUNT_UNREADABLE,
        Finding.DATE_UNREADABLE,
        Finding.DATE_IMPLAUSIBLE,
        Finding.OUTCOME_UNDATED,
        Finding.AREA_OUTSIDE,
        Finding.AREA_ELSEWHERE,
        Finding.PLACE_UNKNOWN,
        Finding.NOT_TRANSPORT,
        Finding.TRANSPORT_NO_UNREADABLE,
    }
)


class BatchState(TextChoices):
    """An uploaded table on its way."""

    READING = "reading", "读取中"
    FAILED = "failed", "未能读取"
    PREVIEW = "preview", "待确认"
    COMMITTED = "committed", "已导入"
    UNDONE = "undone", "已撤销"


class Pile(TextChoices):
    """What would become of a row."""

    NEW = "new", "新增"
    SAME = "same", "已在册，无变化"
    MERGE = "merge", "已在册，补充信息"
    BAD = "bad", "有误"


class Access(TextChoices):
    """What a role may do with an added field."""

    VIEW = "view", "可查看"
    FILL = "fill", "可填写"
    MUST = "must", "必填"


class ExportForm(TextChoices):
    """What an export is written as."""

    XLSX = "xlsx", "Excel 表格"
    CSV = "csv", "CSV 文本"
    LINE_LIST = "line_list", "去标识病例清单"


class ExportState(TextChoices):
    """An export on its way to whoever asked for it."""

    WAITING = "waiting", "待审批"
    QUEUED = "queued", "排队中"
    RUNNING = "running", "生成中"
    READY = "ready", "可下载"
    REFUSED = "refused", "审批未通过"
    CANCELLED = "cancelled", "已取消"
    FAILED = "failed", "未能生成"
    EXPIRED = "expired", "已过期"


class BulkKind(TextChoices):
    """What may be done to many people at once (批量)."""

    ARRANGE = "arrange", "变更观察方式或地点"
    DOCTOR = "doctor", "指定医生"
    CHECKS = "checks", "安排上门检查"
    MESSAGE = "message", "发送消息"
    NOTICES = "notices", "发放文书"


class BulkState(TextChoices):
    """A bulk act on its way."""

    PREVIEW = "preview", "待确认"
    RUNNING = "running", "办理中"
    DONE = "done", "已办理"
    CANCELLED = "cancelled", "已停止"
    UNDONE = "undone", "已撤销"


class RowState(TextChoices):
    """What becomes of one person of a bulk act."""

    READY = "ready", "将办理"
    SKIPPED = "skipped", "跳过"
    DONE = "done", "已办理"
    UNDONE = "undone", "已撤销"
