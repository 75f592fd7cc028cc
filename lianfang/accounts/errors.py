"""What can go wrong with accounts, codes and bindings; answers never tell who is registered."""

from lianfang.core.problems import Invalid, NotAllowed, Problem


class BadCode(Invalid):
    code, title = "account.bad_code", "验证码不对或已失效，请核对或重新获取"


class TooManyCodes(Problem):
    code, status, title = "account.too_many_codes", 429, "获取验证码过于频繁，请稍后再试"


class IdentityMismatch(Invalid):
    code, title = "account.identity_mismatch", "姓名与证件不符，请核对；如仍不符请联系社区工作人员"


class HeldByOther(NotAllowed):
    code = "account.held_by_other"
    title = "该身份已绑定其他账号，请用登记的手机号办理，或联系社区工作人员"


class BindFirst(NotAllowed):
    code, title = "account.bind_first", "请先完成身份绑定"


class NotFamily(NotAllowed):
    code, title = "account.not_family", "未能确认家庭关系，请由网格员上门核实后添加"


class FamilyFull(Problem):
    code, status, title = "account.family_full", 409, "家庭成员已达上限，请先移除不再代办的成员"


class AreaNeeded(Invalid):
    code, title = "account.area_needed", "请选择您居住的社区"


class SurerFirst(NotAllowed):
    code = "account.surer_first"
    title = "健康信息需先核实身份：请用登记时的手机号认证，或请网格员上门核实"
