"""The words of a person's file: status axes (handbook §4.1) and code lists (§3.4)."""

from django.db.models import TextChoices


class Axis(TextChoices):
    CONTROL = "control_status", "管控状态"
    CLASS = "case_class", "病例分类"
    SEVERITY = "severity", "临床严重程度"


class ControlStatus(TextChoices):
    REGISTERED = "registered", "已登记"
    PENDING = "pending_verification", "待核实"
    OBSERVED = "under_observation", "隔离观察"
    MONITORED = "health_monitoring", "健康监测"
    IN_TREATMENT = "in_treatment", "隔离治疗"
    POST_DISCHARGE = "post_discharge", "出院后随访"
    RELEASED = "released", "解除"
    TRANSFERRED = "transferred_out", "移交外地"
    NOT_APPLICABLE = "not_applicable", "核实不属实"
    DECEASED = "deceased", "死亡"


class CaseClass(TextChoices):
    NONE = "none", "无"
    SUSPECTED = "suspected", "疑似"
    CLINICAL = "clinical", "临床诊断"
    CONFIRMED = "confirmed", "确诊"
    ASYMPTOMATIC = "asymptomatic", "无症状感染者"
    EXCLUDED = "excluded", "疑似排除"
    RECOVERED = "recovered", "治愈"
    DIED = "died", "死亡"


class Severity(TextChoices):
    NONE = "", "无"
    MILD = "mild", "轻型"
    MODERATE = "moderate", "普通型"
    SEVERE = "severe", "重型"
    CRITICAL = "critical", "危重型"


class Category(TextChoices):
    """CL1: why the person is on file."""

    NEWCOMER = "01", "新增外来人员"
    RETURNING_WORKER = "02", "返工人员"
    RETURNING_STUDENT = "03", "返校师生"
    CLOSE_CONTACT = "04", "密切接触者"
    SECONDARY_CONTACT = "05", "密接的密接"
    EXPOSED = "06", "可疑暴露者"
    SYMPTOMATIC = "07", "发热/症状人员"
    FOLLOW_UP = "08", "出院/解除者随访"
    ENTRANT = "09", "境外入境"
    RESIDENT = "10", "常住居民(自主申报)"
    OTHER = "99", "其他"


class ReportSource(TextChoices):
    """CL5: who sent the information first."""

    CDC = "1", "疾控中心"
    SELF = "2", "自主申报"
    TEAM = "3", "三人小组"
    GRID = "4", "网格排查"
    GATE = "5", "卡口排查"
    CITIZEN = "6", "市民举报"
    ORGANISATION = "7", "企业/学校申报"
    PUSHED = "8", "公安/大数据推送"
    HOSPITAL = "9", "医疗机构"
    PLACE_CODE = "10", "场所码"
    OTHER = "99", "其他"


class Reason(TextChoices):
    """CL15: why a status changed."""

    DUE_NORMAL = "R01", "到期无异常"
    INDEX_EXCLUDED = "R02", "指标病例排除"
    POSITIVE = "R03", "检测阳性"
    SYMPTOMS = "R04", "出现症状"
    HOSPITAL_CONFIRMED = "R05", "医院确诊"
    HOSPITAL_EXCLUDED = "R06", "医院排除"
    DISCHARGED = "R07", "出院"
    DIED = "R08", "死亡"
    TRANSFERRED = "R09", "移交"
    UNTRUE = "R10", "核实不属实"
    MERGED = "R11", "重复合并"
    MISTAKE = "R12", "录入错误"
    POLICY = "R13", "政策调整"
    NEW_EXPOSURE = "R14", "新暴露"
    OTHER = "R99", "其他"


class ExposureKind(TextChoices):
    KEY_AREA = "key_area", "重点地区旅居史"
    CONTACT = "contact", "接触史"
    WILD_ANIMAL = "wild_animal", "野生动物接触史"
    WET_MARKET = "wet_market", "农贸生鲜市场活动史"


class FactKind(TextChoices):
    """Facts the pass colour is computed from, written down by whoever learns them (§4.5)."""

    OPEN_CLOSE_CONTACT = "open_close_contact", "密接待核实"
    ABNORMAL = "abnormal", "体征异常"
    KEY_AREA_ARRIVAL = "key_area_arrival", "重点地区来市未登记"
    POOL_POSITIVE = "pool_positive", "混管阳性待复检"
    OVERDUE_DECLARATION = "overdue_declaration", "健康申报逾期"
    POSITIVE_TEST = "positive_test", "检测阳性"


class Transport(TextChoices):
    """CL3."""

    PLANE = "1", "飞机"
    TRAIN = "2", "火车(高铁/动车/普速)"
    COACH = "3", "长途客车"
    CAR = "4", "自驾/拼车"
    SHIP = "5", "轮船"
    TAXI = "6", "网约车/出租"
    METRO_BUS = "7", "公交地铁"
    WALK = "8", "步行/骑行"
    OTHER = "9", "其他"


class HouseType(TextChoices):
    """CL8."""

    FLAT = "1", "商品房"
    OWN = "2", "自建房"
    PUBLIC = "3", "公租/保障房"
    SHARED = "4", "出租屋(合租)"
    DORMITORY = "5", "单位宿舍"
    SCHOOL = "6", "学校宿舍"
    HOTEL = "7", "宾馆/公寓"
    SHED = "8", "工棚"
    OTHER = "9", "其他"


class Relation(TextChoices):
    """CL11, the classes of GB/T 4761."""

    SELF = "0", "本人或户主"
    SPOUSE = "1", "配偶"
    SON = "2", "子"
    DAUGHTER = "3", "女"
    GRANDCHILD = "4", "孙辈"
    PARENT = "5", "父母"
    GRANDPARENT = "6", "祖父母/外祖父母"
    SIBLING = "7", "兄弟姐妹"
    OTHER = "8", "其他"
