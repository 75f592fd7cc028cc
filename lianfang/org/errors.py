"""What can go wrong with staff and their rights."""

from lianfang.core.problems import NotAllowed, Problem


class MissingPermission(NotAllowed):
    code, title = "org.missing_permission", "您的岗位没有这项权限，请联系管理员"


class BadPassword(Problem):
    code, status, title = "org.bad_password", 401, "用户名或密码不对，请重试"


class LockedOut(Problem):
    code, status, title = "org.locked_out", 429, "连续输错次数过多，请 15 分钟后再试"


class NameTaken(Problem):
    code, status, title = "org.name_taken", 409, "这个用户名已被使用，请换一个"


class OwnRights(NotAllowed):
    code, title = "org.own_rights", "不能给自己增减权限，请由另一位安全管理员办理"
