"""The declarations: the plan's 44 fields in its order (5.2, handbook §3.2) and a few of our own."""

from lianfang.core.identity import DOCUMENT_TYPES
from lianfang.people.enums import Category, HouseType, ReportSource, Transport
from lianfang.quarantine.enums import Evidence, Mode, PostRelease, SubjectClass
from lianfang.quarantine.flow import SYMPTOMS
from lianfang.roster.fields.kinds import CARE, Field, FieldKind, Group, Privacy

SEX = {"1": "男", "2": "女", "0": "未知", "9": "未说明"}
KEY_AREA = {"0": "无", "1": "居住", "2": "旅行", "3": "途经", "9": "不详"}
YES_NO = {"0": "无", "1": "有", "9": "不详"}
_ID, _HEALTH, _TRACK = Group.IDENTITY, Group.HEALTH, Group.TRACK
_CARE, _DECISION = Group.MANAGEMENT, Group.DECISION
_S, _P, _N = Privacy.SENSITIVE, Privacy.PERSONAL, Privacy.NONE
_UNDER_OBSERVATION = "开始观察后才有"

# One line a field, as a table.
# fmt: off
_IDENTITY = (
    Field("name", "姓名", _ID, FieldKind.TEXT, 1, "基础信息", required=True, used_in="M3", example="张三", synonyms=("人员姓名", "患者姓名"), column="name"),
    Field("id_type", "证件类型", _ID, FieldKind.CODE, 2, "基础信息", DOCUMENT_TYPES, required=True, default="01", used_in="M3", example="居民身份证", synonyms=("证件种类",), column="id_type"),
    Field("id_number", "证件号码", _ID, FieldKind.DOCUMENT, 3, "基础信息", most=32, masked="number", used_in="M3", example="11010519491231002X", synonyms=("身份证号", "身份证号码", "证件号"), column="id_number"),
    Field("native_place", "籍贯（具体到地级市）", _ID, FieldKind.PREFECTURE, 4, "基础信息", used_in="B", example="湖北省武汉市", synonyms=("籍贯",), help="只用于统计，不作为任何判断的依据", column="native_place_code"),
    Field("sex", "性别", _ID, FieldKind.CODE, 5, "基础信息", SEX, used_in="M3 E", example="男", column="sex"),
    Field("age", "年龄", _ID, FieldKind.INTEGER, 6, "基础信息", editors=(), used_in="E", help="由出生日期算出"),
    Field("category", "新增外来人员/返工人员", _ID, FieldKind.CODE, 7, "基础信息", dict(Category.choices), required=True, used_in="B M1 M2", example="新增外来人员", synonyms=("来源", "人员类别", "人员来源"), column="category"),
    Field("address", "现住址", _ID, FieldKind.TEXT, 8, "联系方式", most=128, masked="hidden", privacy=_S, used_in="M3 M6 M7 B E", example="澜前街道柳堤社区3号楼501", synonyms=("住址", "家庭住址", "居住地址", "详细地址"), column="address"),
    Field("phone", "电话", _ID, FieldKind.PHONE, 9, "联系方式", most=20, required=True, masked="number", used_in="M3 M6", example="13800138000", synonyms=("手机号", "手机", "联系电话", "手机号码"), column="phone"),
    Field("emergency_phone", "紧急联系人电话", _ID, FieldKind.PHONE, 10, "联系方式", most=20, masked="number", example="13900139000", synonyms=("紧急联系电话",), column="emergency_contact"),
)
_CONDITION = (
    Field("symptoms", "身体状况记录", _HEALTH, FieldKind.CODES, 11, "监测记录", SYMPTOMS, privacy=_S, editors=CARE, used_in="B E", example="发热、咳嗽", synonyms=("身体状况", "症状")),
    Field("self_temp", "自查体温记录", _HEALTH, FieldKind.TEMPERATURE, 12, "监测记录", privacy=_S, editors=(), used_in="B", help="由本人自查上报"),
    Field("temp", "体温被动测量记录", _HEALTH, FieldKind.TEMPERATURE, 13, "监测记录", privacy=_S, editors=CARE, used_in="M4", example="36.5", synonyms=("体温", "被动测量体温")),
    Field("measured_by", "体温检测执行人", _HEALTH, FieldKind.TEXT, 14, "监测记录", editors=(), used_in="KPI", help="由系统按登录人记录"),
    Field("post_release", "解除隔离后状态", _HEALTH, FieldKind.CODE, 15, "", dict(PostRelease.choices), privacy=_S, editors=(), used_in="M5", help="发放解除通知书时填写"),
    Field("confirmed_at", "隔离起始时间确认", _HEALTH, FieldKind.MOMENT, 16, "监测时间", privacy=_S, editors=(), used_in="M5", help="由社区确认纳入时记录"),
    Field("starts_at", "居家观察开始时间", _HEALTH, FieldKind.MOMENT, 17, "监测时间", privacy=_S, editors=(), used_in="M5 M6", help=_UNDER_OBSERVATION),
    Field("ends_at", "居家观察结束时间", _HEALTH, FieldKind.MOMENT, 18, "监测时间", privacy=_S, editors=(), used_in="M5", help="按防控方案算出，解除时为实际时间"),
    Field("days", "居家观察持续时长", _HEALTH, FieldKind.INTEGER, 19, "监测时间", privacy=_N, editors=(), used_in="M6", help="天，由起止时间算出"),
)
_TRAVELLED = (
    Field("arrived_at", "何时来市", _TRACK, FieldKind.MOMENT, 20, "来市路径", privacy=_S, used_in="M1 M2 M3 M4 M6 M7", example="2020-02-01 09:30", synonyms=("来市时间", "到达时间", "抵达时间")),
    Field("transport", "来市交通方式", _TRACK, FieldKind.CODE, 21, "来市路径", dict(Transport.choices), privacy=_S, used_in="M3", example="火车", synonyms=("交通方式", "乘坐交通工具"), shown_when=("arrived_at", ())),
    Field("transport_no", "航班/火车班次", _TRACK, FieldKind.TEXT, 22, "来市路径", most=20, privacy=_S, used_in="tracing", example="G1234", synonyms=("车次", "航班号", "班次"), shown_when=("transport", ("1", "2"))),
    Field("key_area", "是否有武汉居住、旅行史", _TRACK, FieldKind.CODE, 23, "", KEY_AREA, privacy=_S, used_in="M1 M2 M3 M4 M6 M7 B", example="居住", synonyms=("重点地区旅居史", "武汉旅居史", "疫区旅居史")),
    Field("contact", "是否有接触过在武汉居住、旅行或有类似症状的病人", _TRACK, FieldKind.CODE, 24, "其他活动轨迹", YES_NO, privacy=_S, used_in="E", example="无", synonyms=("接触史",)),
    Field("wild_animal", "是否有野生动物接触史", _TRACK, FieldKind.CODE, 25, "其他活动轨迹", YES_NO, privacy=_S, used_in="E", example="无", synonyms=("野生动物接触史",)),
    Field("wet_market", "是否有农贸、生鲜市场活动史", _TRACK, FieldKind.CODE, 26, "其他活动轨迹", YES_NO, privacy=_S, used_in="E", example="无", synonyms=("农贸市场活动史",)),
)
_MANAGED = (
    Field("source", "隔离信息报送来源", _CARE, FieldKind.CODE, 27, "", dict(ReportSource.choices), required=True, privacy=_N, used_in="M3 KPI", example="网格排查", synonyms=("报送来源", "信息来源"), help="建档后不能再改", column="source"),
    Field("home_notice", "是否签署告知书", _CARE, FieldKind.FLAG, 28, "前期工作", editors=(), used_in="KPI", help=_UNDER_OBSERVATION),
    Field("guide", "是否发放居家指引", _CARE, FieldKind.FLAG, 29, "前期工作", privacy=_N, editors=(), used_in="KPI", help=_UNDER_OBSERVATION),
    Field("managed_by", "是否企业管辖人员", _CARE, FieldKind.TEXT, 30, "前期工作", most=64, used_in="M1", example="澄川电子厂", synonyms=("管辖企业", "所属企业"), help="是则填写企业名称，否则留空"),
    Field("handover", "隔离人员移交确认交接人", _CARE, FieldKind.LOG, 31, "前期工作", used_in="KPI", most=200, example="澄川站张强移交李晓梅"),
    Field("evidence", "隔离起始时间确定凭证", _CARE, FieldKind.CODE, 32, "前期工作", dict(Evidence.choices), privacy=_S, editors=(), help="开始观察时填写"),
    Field("mode", "隔离观察方式", _CARE, FieldKind.CODE, 33, "中期工作", dict(Mode.choices), privacy=_S, used_in="M5 B", example="居家", synonyms=("隔离方式",)),
    Field("place", "隔离观察地点", _CARE, FieldKind.TEXT, 34, "中期工作", most=128, privacy=_S, masked="hidden", example="澜前街道集中隔离点", synonyms=("隔离地点",), shown_when=("mode", ())),
    Field("room_no", "集中隔离点门牌号", _CARE, FieldKind.TEXT, 35, "中期工作", most=20, privacy=_S, example="8306", synonyms=("房间号", "门牌号"), shown_when=("mode", ("2",))),
    Field("house_type", "房屋类型", _CARE, FieldKind.CODE, 36, "中期工作", dict(HouseType.choices), example="商品房", column="house_type"),
    Field("cohabitant_count", "同住人数", _CARE, FieldKind.INTEGER, 37, "中期工作", used_in="E", example="3", column="cohabitant_count"),
    Field("cohabitants", "同住人信息及关系", _CARE, FieldKind.LOG, 38, "中期工作", most=100, privacy=_S, used_in="E", example="李四 配偶 13700137000"),
    Field("supervision", "检查督查人员到岗记录", _CARE, FieldKind.LOG, 39, "中期工作", most=200, used_in="KPI", example="2月3日上门督查，本人在家"),
    Field("visit_contact", "上门排查联系人", _CARE, FieldKind.TEXT, 40, "中期工作", most=64, used_in="M3", example="网格员李晓梅 13600136000", synonyms=("社区联系人", "排查联系人")),
    Field("release_notice", "是否发放解除隔离通知书", _CARE, FieldKind.FLAG, 41, "后期工作", editors=(), used_in="M5 KPI", help="解除时由系统编号发放"),
    Field("follow_up", "后续行为动态记录", _CARE, FieldKind.LOG, 42, "后期工作", most=200, privacy=_S, editors=CARE, example="已返岗，体温正常"),
)
_DECIDED = (
    Field("risk", "对比分析模型", _DECISION, FieldKind.TEXT, 43, "", privacy=_S, editors=(), used_in="B", help="由已知情况按规则得出，附理由；只供人参考"),
    Field("reporting", "定期信息报送", _DECISION, FieldKind.TEXT, 44, "", privacy=_N, editors=(), used_in="M1 M2", help="早晚自查的应报与已报次数"),
)
_OWN = (
    Field("area", "所属网格", _ID, FieldKind.AREA, part="联系方式", most=100, required=True, privacy=_N, used_in="scope", example="澄川市望澜区澜前街道柳堤社区第3网格", synonyms=("网格", "所在社区", "社区"), help="写到社区即可，也可填区划代码", column="area_code"),
    Field("birth_date", "出生日期", _ID, FieldKind.DATE, part="基础信息", used_in="E", example="1949-12-31", synonyms=("生日", "出生年月日"), help="身份证号码已填时由号码得出", column="birth_date"),
    Field("subject_class", "观察对象类别", _HEALTH, FieldKind.CODE, part="监测时间", codes=dict(SubjectClass.choices), privacy=_S, editors=(), used_in="M5", help=_UNDER_OBSERVATION),
)
# fmt: on

PLAN = (*_IDENTITY, *_CONDITION, *_TRAVELLED, *_MANAGED, *_DECIDED)
FIELDS = (*PLAN, *_OWN)
BY_ID = {one.id: one for one in FIELDS}
WRITABLE = tuple(one for one in FIELDS if one.is_written)
