"""What can go wrong with rules and parameters."""

from lianfang.core.problems import Invalid


class UnknownParameter(Invalid):
    code, title = "policy.unknown_parameter", "没有这个参数，请从参数目录中选择"


class BadValue(Invalid):
    code, title = "policy.bad_value", "参数值不合要求，请按说明修改"


class InThePast(Invalid):
    code, title = "policy.in_the_past", "生效时间不能早于现在"


class UnknownProfile(Invalid):
    code, title = "policy.unknown_profile", "没有这个版本的防控规则"


class NoRule(Invalid):
    code, title = "policy.no_rule", "现行防控规则对这类人员没有规定，请改选人员类别"
