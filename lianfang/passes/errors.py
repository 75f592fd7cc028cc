"""What can go wrong with passes and gates."""

from lianfang.core.problems import Invalid, Problem


class BadToken(Problem):
    code, status, title = "pass.bad_token", 422, "通行码无效，请对方在“我的通行证”中重新打开"


class NobodyNamed(Invalid):
    code, title = "gate.nobody_named", "请扫码，或输入证件号、手机号"


class KeyTaken(Problem):
    code, status, title = "gate.key_taken", 409, "这条记录已由他人提交，请重新登记"
