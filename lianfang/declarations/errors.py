"""What can go wrong with a declaration, a form and a link; answers tell nothing about others."""

from lianfang.core.problems import Invalid, Problem


class NoOrganisation(Problem):
    code, status, title = "declaration.no_organisation", 409, "您的账号没有所属单位，请联系管理员"


class BadForm(Invalid):
    code, title = "declaration.bad_form", "表单设置有误，请按提示修改"


class LinkOver(Problem):
    code, status = "declaration.link_over", 410
    title = "申报链接已失效，请向单位索取新的链接或二维码"


class TooBusy(Problem):
    code, status = "declaration.too_busy", 429
    title = "申报过于频繁，请稍后再试，或请单位代为申报"
