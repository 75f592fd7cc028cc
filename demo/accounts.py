"""The accounts a visitor of the demo signs in with: one for every role, and two citizens."""

from dataclasses import asdict, dataclass

from demo.offices import PASSWORD
from demo.people import CITIZEN, RESIDENT
from lianfang.accounts.models import Account, Binding
from lianfang.geo.queries import paths_of
from lianfang.org.enums import RoleCode
from lianfang.org.models import PostArea, User

CONSOLE, APP, WECHAT, SCREEN = "/console/", "/app/", "/h5/", "/screen/"
_KNOWN = {  # login and where the role works
    RoleCode.GRID_WORKER: ("grid01", APP),
    RoleCode.COMMUNITY_DOCTOR: ("doctor01", APP),
    RoleCode.COMMUNITY_OFFICER: ("officer01", CONSOLE),
    RoleCode.FACILITY_STAFF: ("facility01", APP),
    RoleCode.HOSPITAL_DOCTOR: ("hospital01", APP),
    RoleCode.CDC_OFFICER: ("cdc01", CONSOLE),
    RoleCode.GATEKEEPER: ("gate01", WECHAT),
    RoleCode.GATE_MANAGER: ("property01", WECHAT),
    RoleCode.ORG_AGENT: ("org01", WECHAT),
    RoleCode.ACCEPTOR: ("acceptor01", CONSOLE),
    RoleCode.SHIFT_LEADER: ("shift01", CONSOLE),
    RoleCode.DISPATCHER: ("dispatcher01", CONSOLE),
    RoleCode.SUPERVISOR: ("supervisor01", CONSOLE),
    RoleCode.HANDLER: ("handler01", CONSOLE),
    RoleCode.COMMANDER: ("commander01", SCREEN),
    RoleCode.UNIT_REPORTER: ("unit01", CONSOLE),
    RoleCode.SYSADMIN: ("sysadmin", CONSOLE),
    RoleCode.SECURITY_ADMIN: ("security", CONSOLE),
    RoleCode.AUDITOR: ("auditor", CONSOLE),
}


@dataclass(frozen=True)
class DemoAccount:
    """``password`` is empty for citizens: they sign in with ``login`` in the WeChat simulator."""

    role: str
    role_name: str
    name: str
    login: str
    password: str
    simulator: str
    area: str
    address: str


def accounts() -> list[dict[str, str]]:
    """Read from the loaded city: role, name, login, password or simulator, area, address."""
    return [asdict(account) for account in (*_citizens(), *_staff())]


def _staff() -> list[DemoAccount]:
    logins = [login for login, _ in _KNOWN.values()]
    users = {user.username: user for user in User.objects.filter(username__in=logins)}
    areas: dict[str, list[str]] = {}
    held = PostArea.objects.filter(post__user__in=users.values()).order_by("id")
    for login, code in held.values_list("post__user__username", "area_code"):
        areas.setdefault(login, []).append(code)
    paths = paths_of(code for codes in areas.values() for code in codes if code != "CN")
    return [
        DemoAccount(
            role=role.value,
            role_name=str(role.label),
            name=users[login].name,
            login=login,
            password=PASSWORD,
            simulator="",
            area=_area_text([paths[code] for code in areas[login] if code in paths]),
            address=address,
        )
        for role, (login, address) in _KNOWN.items()
        if login in users
    ]


def _area_text(paths: list[str]) -> str:
    more = f" 等{len(paths)}处" if len(paths) > 1 else ""
    return f"{paths[0]}{more}" if paths else ""


def _citizens() -> list[DemoAccount]:
    words = {CITIZEN: ("citizen", "市民"), RESIDENT: ("isolated_resident", "隔离居民")}
    bound = Binding.objects.filter(account__openid__in=words, relation="self")
    rows = {binding.account.openid: binding for binding in bound.select_related("account")}
    return [
        DemoAccount(
            role=role,
            role_name=label,
            name=rows[openid].person.name,
            login=openid,
            password="",
            simulator=openid,
            area=paths_of([rows[openid].person.area_code])[rows[openid].person.area_code],
            address=WECHAT,
        )
        for openid, (role, label) in words.items()
        if openid in rows
    ]


def openids() -> list[str]:
    """Every citizen of the demo, for the actors; the two a visitor uses come first."""
    accounts = Account.objects.order_by("id").values_list("openid", flat=True)
    return [openid for openid in accounts if openid]
