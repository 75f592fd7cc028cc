"""What can go wrong with a declaration."""

from lianfang.core.problems import Problem


class NoOrganisation(Problem):
    code, status, title = "declaration.no_organisation", 409, "您的账号没有所属单位，请联系管理员"
