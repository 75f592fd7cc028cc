"""What citizens do with their accounts."""

from lianfang.accounts.actions.binding import add_family, bind, confirm_in_person, drop_family
from lianfang.accounts.actions.codes import SentCode, send_code, use_code
from lianfang.accounts.actions.signing import open_by_openid, sign_in_by_code, sign_out

__all__ = [
    "SentCode",
    "add_family",
    "bind",
    "confirm_in_person",
    "drop_family",
    "open_by_openid",
    "send_code",
    "sign_in_by_code",
    "sign_out",
    "use_code",
]
