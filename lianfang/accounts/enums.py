"""The words of accounts."""

from django.db.models import IntegerChoices, TextChoices


class Purpose(TextChoices):
    """What a phone code was asked for; it opens nothing else."""

    SIGN_IN = "sign_in", "登录"
    BIND = "bind", "身份绑定"
    DECLARE = "declare", "单位人员申报"


class Relation(TextChoices):
    SELF = "self", "本人"
    FAMILY = "family", "家庭成员"


class Assurance(IntegerChoices):
    """How sure it is that an account belongs to a person (handbook §3.5)."""

    DECLARED = 0, "自行申报"
    PHONE = 1, "手机已验证"
    RECORD = 2, "与登记信息相符"
    IN_PERSON = 3, "当面核实"
