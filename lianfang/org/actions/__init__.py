"""What can be done to departments, people, posts, duty and sessions."""

from lianfang.org.actions.duty import set_duty
from lianfang.org.actions.signing import (
    change_password,
    deactivate,
    hand_out_password,
    reactivate,
    sign_in,
    sign_out,
)
from lianfang.org.actions.structure import (
    add_department,
    add_user,
    give_post,
    seed_roles,
    take_post,
)

__all__ = [
    "add_department",
    "add_user",
    "change_password",
    "deactivate",
    "give_post",
    "hand_out_password",
    "reactivate",
    "seed_roles",
    "set_duty",
    "sign_in",
    "sign_out",
    "take_post",
]
