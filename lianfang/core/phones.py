"""Telephone numbers in one stored form."""

import re

import phonenumbers

from lianfang.core.problems import Invalid

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)  # what nearly all are, at once


class BadPhone(Invalid):
    code, title = "phone.bad_number", "电话号码有误，请核对后重填"


def read_phone(text: str, *, field: str = "phone") -> str:
    """Mainland numbers as eleven digits (or area code and number), others as E.164."""
    if _MOBILE.fullmatch(text):
        return text
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        raise BadPhone(fields={field: "请填写 11 位手机号或带区号的电话"}) from None
    if not phonenumbers.is_possible_number(number):
        raise BadPhone(fields={field: "号码位数不对，请核对"})
    if number.country_code == phonenumbers.country_code_for_region("CN"):
        return phonenumbers.national_significant_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
