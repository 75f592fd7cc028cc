"""The 31 columns of the wuhan2020 case sheets, by what they tell about."""

ORIGIN, NUMBER = "来源文件", "患者编号"
RESIDENT, NAME = "是否湖北居民", "患者名"
PROVINCE, CITY, COUNTY, TOWN = "省", "市", "区/县", "镇/街道"
AGE, SEX = "年龄", "性别"
CONTACTS, CONTACT_COUNT = "密切患者", "密触人数"
LEFT_AT, LEFT_FROM = "离鄂时间", "离鄂城市"
ONSET, ONSET_PLACE = "发病日期", "发病地点"
CONFIRMED, HOSPITAL, SYMPTOMS = "确诊日期", "确诊医院", "病症"
TRIP_AT, TRANSPORT, SERVICE = "时间", "出行方式", "车次/车厢/座位"
TRIP_FROM, TRIP_TO = "起始（上车）地", "目的（下车）地"
STOP, EVENT, STOP_FROM, STOP_UNTIL = "地点", "事件", "开始时间", "结束时间"
SOURCES = ("数据源1", "数据源2")
REVIEWED = "审核状态"

WHO = (NAME, PROVINCE, CITY, COUNTY, TOWN, AGE, SEX)
ILLNESS = (
    RESIDENT,
    CONTACTS,
    LEFT_AT,
    LEFT_FROM,
    ONSET,
    ONSET_PLACE,
    CONFIRMED,
    HOSPITAL,
    SYMPTOMS,
    CONTACT_COUNT,
)
TRIP = (TRIP_AT, TRANSPORT, SERVICE, TRIP_FROM, TRIP_TO)
STAY = (STOP, EVENT, STOP_FROM, STOP_UNTIL)
ALL = (ORIGIN, NUMBER, *WHO, *ILLNESS, *TRIP, *STAY, *SOURCES, REVIEWED)
