"""What can go wrong with staff and their rights."""

from lianfang.core.problems import Invalid, NotAllowed, Problem


class MissingPermission(NotAllowed):
    code, title = "org.missing_permission", "您的岗位没有这项权限，请联系管理员"


class BadPassword(Problem):
    code, status, title = "org.bad_password", 401, "用户名或密码不对，请重试"


class LockedOut(Problem):
    code, status, title = "org.locked_out", 429, "连续输错次数过多，请 15 分钟后再试"


class NoPost(NotAllowed):
    code, title = "org.no_post", "您还没有岗位，请联系管理员分配后再登录"


class NameTaken(Problem):
    code, status, title = "org.name_taken", 409, "这个用户名已被使用，请换一个"


class OwnRights(NotAllowed):
    code, title = "org.own_rights", "不能为自己办理，请由另一位管理员办理"


class WrongOldPassword(Invalid):
    code, title = "org.wrong_old_password", "原密码不对，请重新输入"


class WeakPassword(Invalid):
    code, title = "org.weak_password", "新密码不符合要求，请按提示修改"
