"""The words of passes and gates (handbook §4.5)."""

from django.db.models import TextChoices


class Colour(TextChoices):
    """What the pass shows; ``none`` is no pass at all."""

    GREEN = "green", "通行"
    YELLOW = "yellow", "限制"
    RED = "red", "禁止"
    GRAY = "gray", "待核验"
    NONE = "none", "无效"


class ColourRule(TextChoices):
    """Which rule of handbook §4.5 gave a colour, as staff read it."""

    VOID = "void", "身份失效"
    CASE = "case", "病例"
    TREATMENT = "treatment", "隔离治疗"
    OBSERVATION = "observation", "隔离观察"
    AWAITING = "awaiting_verification", "密接待核实"
    MONITORING = "monitoring", "健康监测"
    ABNORMAL = "abnormal", "体征异常"
    KEY_AREA = "key_area", "重点地区来市"
    RETEST = "retest", "检测待复核"
    OVERDUE = "overdue", "申报逾期"
    UNVERIFIED = "unverified", "身份未核验"
    CLEAR = "clear", "未见异常"


class Verdict(TextChoices):
    ALLOW = "allow", "放行"
    RESTRICT = "restrict", "登记后放行"
    DENY = "deny", "不放行"


class Refusal(TextChoices):
    """Why a gate did not simply let somebody through; named in every record."""

    NONE = "", "无"
    BAD_CODE = "bad_code", "通行码无效"
    EXPIRED_CODE = "expired_code", "通行码已过期"
    UNKNOWN = "unknown", "未登记"
    SEVERAL = "several", "同一电话多人"
    COLOUR = "colour", "通行状态受限"
    FEVER = "fever", "体温异常"
    SYMPTOMS = "symptoms", "有症状"
    REPLAYED = "replayed", "同一码在另一卡口用过"
    LISTED = "listed", "已列入停用名单"
    STALE_LIST = "stale_list", "停用名单过旧"
    OLD_CARD = "old_card", "通行卡已作废"
    OFFLINE = "offline", "离线无法核对"


class Direction(TextChoices):
    IN = "in", "进"
    OUT = "out", "出"


class KeyArea(TextChoices):
    """History in a key area, as a gate keeper asks for it."""

    NONE = "none", "无"
    LIVED = "lived", "居住"
    TRAVELLED = "travelled", "旅行"
    PASSED = "passed", "途经"
    UNKNOWN = "unknown", "不详"


class Verb(TextChoices):
    """The seven interfaces of GB/T 38963 that another system may be given."""

    DECLARE_HEALTH = "declare_health", "健康信息申报"
    DECLARE_TRIP = "declare_trip", "行程申报"
    QUERY = "query", "健康信息查询"
    APPLY = "apply", "健康码调用申请"
    MAKE = "make", "健康码制码"
    VERIFY = "verify", "健康码验码"
    CORRECT = "correct", "健康信息纠错"


class PlaceKind(TextChoices):
    """What a place with a code is (场所码)."""

    MARKET = "market", "农贸市场"
    SHOP = "shop", "商场超市"
    CLINIC = "clinic", "医疗机构"
    SCHOOL = "school", "学校"
    OFFICE = "office", "单位楼宇"
    TRANSPORT = "transport", "车站交通"
    EATING = "eating", "餐饮住宿"
    OTHER = "other", "其他"


class ScanKind(TextChoices):
    SCAN = "scan", "核验"
    REGISTRATION = "registration", "登记"


class AlertKind(TextChoices):
    """What a gate's manager is told of."""

    REPLAY = "replay", "同一通行码在两个卡口使用"
    LET_THROUGH = "let_through", "离线放行后核对应禁止"
