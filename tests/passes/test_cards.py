"""A pass on paper: the same signature, a day at most, and the next print ends the one before."""

import datetime as dt
import uuid

import pytest

from lianfang.audit.models import Entry
from lianfang.core.actor import Actor
from lianfang.core.problems import NotFound
from lianfang.files.client import font
from lianfang.files.errors import NoFont
from lianfang.org.enums import RoleCode
from lianfang.org.errors import MissingPermission
from lianfang.passes.actions import (
    Asked,
    Named,
    print_card,
    typeset_card,
    verify_at_gate,
    void_card,
)
from lianfang.passes.actions.cards import _paper, _text
from lianfang.passes.errors import NoCard, OldCard
from lianfang.passes.models import Card
from lianfang.passes.queries import card_of, denied_serials, verifying_keys
from lianfang.passes.rules import hint_of, read
from lianfang.people.actions import state_fact
from lianfang.people.enums import FactKind
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.geo import GRID, T0
from tests.factories.org import make_staff
from tests.factories.passes import make_gate, make_keeper
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
HOUR = dt.timedelta(hours=1)
DOCUMENT = "11010519491231002X"


@pytest.fixture
def elder():
    return make_person(name="李奶奶", id_number=DOCUMENT)


@pytest.fixture
def officer():
    return make_staff(RoleCode.COMMUNITY_OFFICER)


def printed(person, by, at=T0, key=None):
    return print_card(person, key=key or uuid.uuid4(), by=by, at=at)


def at_the_gate(text, at=T0):
    asked = Asked(direction="in", device_at=at, temp_c=None)
    gate, keeper = make_gate(name=f"门{uuid.uuid4().hex[:6]}"), make_keeper()
    return verify_at_gate(
        gate, key=uuid.uuid4(), who=Named(token=text), asked=asked, by=keeper, at=at
    )


def contact(person, at=T0):
    kind = FactKind.OPEN_CLOSE_CONTACT
    state_fact(person, kind, starts_at=at, ends_at=at + 24 * HOUR, by=SYSTEM, at=at)


def test_a_card_carries_its_serial_and_nothing_of_the_person(elder, officer):
    card = printed(elder, officer)

    code = read(_text(card, T0), verifying_keys())
    assert (code.pass_id, code.is_paper, len(code.nonce)) == (card.serial, True, 16)
    assert (code.colour, code.ends_at) == ("green", T0 + 24 * HOUR)
    assert card.serial not in {elder.key, elder.health_pass.pass_id}


def test_the_gate_lets_the_holder_through_all_day(elder, officer):
    text = _text(printed(elder, officer), T0)

    for hours in (0, 1, 23):
        scan = at_the_gate(text, T0 + hours * HOUR)
        assert (scan.verdict, scan.person_id, scan.name_masked) == ("allow", elder.pk, "李*奶")
    over = at_the_gate(text, T0 + 25 * HOUR)
    assert (over.verdict, over.refusal) == ("deny", "expired_code")


def test_the_old_card_is_refused_once_a_new_one_is_printed(elder, officer):
    old = printed(elder, officer)
    old_text = _text(old, T0)

    new = printed(elder, officer, T0 + HOUR)

    refused = at_the_gate(old_text, T0 + HOUR)
    assert (refused.verdict, refused.refusal) == ("deny", "old_card")
    assert "已作废" in hint_of(refused.refusal)
    assert at_the_gate(_text(new, T0 + HOUR), T0 + HOUR).verdict == "allow"
    assert denied_serials(at=T0 + HOUR) == [old.serial.bytes]
    assert denied_serials(at=T0 + 25 * HOUR) == []
    entry = Entry.objects.filter(action="card.printed").order_by("-id")[0]
    assert (entry.actor_id, entry.detail["replaced"]) == (officer.id, 1)


def test_a_lost_card_is_ended_without_a_new_one(elder, officer):
    card = printed(elder, officer)

    void_card(card, by=officer, at=T0)
    void_card(card, by=officer, at=T0)

    assert at_the_gate(_text(card, T0)).refusal == "old_card"
    assert card_of(elder.pk, at=T0) is None
    assert Entry.objects.filter(action="card.voided").count() == 1


def test_the_colour_of_now_decides_whatever_the_paper_says(elder, officer):
    card = printed(elder, officer)
    text = _text(card, T0)
    contact(elder)

    scan = at_the_gate(text)

    assert (scan.verdict, scan.colour, scan.refusal) == ("deny", "red", "colour")
    assert card.serial.bytes in denied_serials(at=T0)


def test_a_card_is_good_no_longer_than_the_colour(elder, officer):
    kind = FactKind.POOL_POSITIVE
    state_fact(elder, kind, starts_at=T0, ends_at=T0 + 3 * HOUR, by=SYSTEM, at=T0)

    card = printed(elder, officer)

    assert (card.colour, card.valid_until) == ("yellow", T0 + 3 * HOUR)


def test_who_may_not_pass_gets_no_card(elder, officer):
    contact(elder)

    with pytest.raises(NoCard):
        printed(elder, officer)
    assert not Card.objects.unscoped().exists()


def test_printing_sent_twice_is_one_card(elder, officer):
    key = uuid.uuid4()

    assert printed(elder, officer, key=key).pk == printed(elder, officer, key=key).pk
    with pytest.raises(NotFound):
        printed(elder, make_staff(RoleCode.COMMUNITY_OFFICER), key=key)


def test_only_the_desk_of_the_place_prints(elder):
    with pytest.raises(MissingPermission):
        printed(elder, make_staff(RoleCode.COMMUNITY_DOCTOR))
    with pytest.raises(NotFound):
        printed(elder, make_staff(RoleCode.COMMUNITY_OFFICER, areas=("9902",)))


def test_the_page_says_what_a_guard_compares_and_no_more(elder, officer):
    paper = _paper(printed(elder, officer), T0)

    said = {name: value for name, value in paper.items() if name != "qr"}
    assert (said["name"], said["document"]) == ("李*奶", "证件尾号 2X")
    assert DOCUMENT not in str(said)
    assert elder.phone not in str(said)
    assert said["valid_until"] == "2020年02月11日 09:00"


@pytest.fixture
def chinese_font():
    try:
        font()
    except NoFont:
        pytest.skip("no Chinese font on this machine")


def test_the_page_is_made_once_and_never_of_an_old_card(chinese_font, elder, officer):
    card = printed(elder, officer)

    first = typeset_card(card, by=officer.actor, at=T0)

    assert typeset_card(card, by=officer.actor, at=T0).pk == first.pk
    printed(elder, officer)
    card.refresh_from_db(from_queryset=Card.objects.unscoped())
    with pytest.raises(OldCard):
        typeset_card(card, by=officer.actor, at=T0)


def test_the_desk_sees_the_card_prints_it_and_strangers_find_nothing(
    chinese_font, client, settings, elder, officer
):
    hold_clock(settings, T0)
    sign_in(client, officer)
    at = f"/console/persons/{elder.key}/card"

    before = call(client, "get", at).json()
    made = call(client, "post", at, {"key": str(uuid.uuid4())})
    page = client.get(f"/api/console/cards/{made.json()['key']}/page.pdf")

    assert (before["word"], before["may_print"], before["card"]) == ("通行", True, None)
    assert (made.status_code, page.content[:5]) == (201, b"%PDF-")
    assert call(client, "get", at).json()["card"]["number"] == made.json()["number"]
    sign_in(client, make_staff(RoleCode.COMMUNITY_OFFICER, areas=("9902",)))
    assert call(client, "get", at).status_code == 404
    assert client.get(f"/api/console/cards/{made.json()['key']}/page.pdf").status_code == 404
    assert call(client, "delete", f"/console/cards/{made.json()['key']}").status_code == 404
    sign_in(client, make_staff(RoleCode.GATEKEEPER, areas=(GRID,)))
    assert call(client, "get", at).status_code == 403
