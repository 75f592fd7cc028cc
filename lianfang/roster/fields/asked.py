"""What an organisation's form may ask (plan 4.1.5): fields of the dictionary, and its own."""

from collections.abc import Mapping
from dataclasses import replace

from lianfang.declarations.fields import ASKABLE
from lianfang.people.enums import Transport
from lianfang.quarantine.flow import NONE, SYMPTOMS
from lianfang.roster.fields.declared import BY_ID
from lianfang.roster.fields.kinds import Field, FieldKind, Group

_YES_NO = {"1": "是", "0": "否"}
_SEX = {"1": "男", "2": "女"}
_SIGNS = {NONE: SYMPTOMS[NONE]} | {code: SYMPTOMS[code] for code in ("01", "02", "04", "05", "99")}
_ID, _TRACK = Group.IDENTITY, Group.TRACK

# One line a field, as a table.
# fmt: off
_TOLD_OTHERWISE = (
    replace(BY_ID["name"], help="与证件一致"),
    replace(BY_ID["sex"], codes=_SEX),
    replace(BY_ID["id_number"], label="身份证号码", synonyms=("身份证", "证件号码", "身份证号", "证件号")),
    replace(BY_ID["phone"], label="联系电话", synonyms=("电话", "手机号", "手机", "手机号码")),
    replace(BY_ID["key_area"], label="{key_date}后是否有{key_area}旅居史", codes=_YES_NO, example="否"),
    replace(BY_ID["contact"], label="是否接触过确诊、疑似病例或有类似症状的病人", codes=_YES_NO, example="否"),
    replace(BY_ID["native_place"], label="籍贯", synonyms=("籍贯（具体到地级市）",), help="写到地级市；只用于统计，不作为任何判断的依据"),
    replace(BY_ID["area"], label="现住社区", example="澜前街道柳堤社区", synonyms=("所属网格", "所在社区", "社区"), help="在{city}的居住社区"),
    replace(BY_ID["address"], label="详细地址", example="3号楼501"),
    replace(BY_ID["symptoms"], label="目前症状", codes=_SIGNS, example="无状况"),
    replace(BY_ID["temp"], label="体温", example="36.5", synonyms=("体温被动测量记录",)),
)
_OWN = (
    Field("school", "学校名称", _ID, FieldKind.TEXT, example="望州市第二中学", synonyms=("学校",)),
    Field("grade", "年级", _ID, FieldKind.TEXT, most=20, example="一年级"),
    Field("class_name", "班级", _ID, FieldKind.TEXT, most=20, example="3班"),
    Field("workshop", "部门 / 车间", _ID, FieldKind.TEXT, most=30, example="装配车间", synonyms=("部门", "车间", "工程项目")),
    Field("team", "班组 / 岗位", _ID, FieldKind.TEXT, most=30, example="甲班", synonyms=("班组", "岗位", "工种")),
    Field("return_date", "拟返{city_short}时间", _TRACK, FieldKind.DATE, may_lie_ahead=True, example="2020-02-20", synonyms=("拟返回时间", "返回日期", "拟返深时间", "拟返时间"), help="已经返回的填返回日期"),
    Field("return_by", "返{city_short}方式", _TRACK, FieldKind.CODE, codes=dict(Transport.choices), example="自驾/拼车", synonyms=("返回方式", "返深方式", "交通方式")),
)
# fmt: on

_KNOWN = BY_ID | {one.id: one for one in (*_TOLD_OTHERWISE, *_OWN)}
ASKED: Mapping[str, Field] = {name: _KNOWN[name] for name in ASKABLE}
