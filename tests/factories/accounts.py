"""Citizens' accounts, bound to a person when one is given."""

import uuid
from itertools import count

from lianfang.accounts.models import Account, Binding
from lianfang.accounts.queries import citizen_by_id
from lianfang.accounts.rules import Citizen
from lianfang.core.crypto import blind
from tests.factories.geo import T0

_numbers = count(1)


def make_account(person=None, *, family=(), phone="", assurance=2) -> Citizen:
    """A citizen as actions take it; ``person`` is their own file, ``family`` whom they guard."""
    account = Account.objects.create(
        key=uuid.uuid4(),
        openid=f"openid-{next(_numbers)}",
        phone=phone,
        phone_blind=blind(phone, "account.phone") if phone else None,
        created_at=T0,
    )
    held = [("self", person)] if person else []
    for relation, one in (*held, *(("family", member) for member in family)):
        Binding.objects.create(
            account=account, person=one, relation=relation, assurance=assurance, since=T0
        )
    return citizen_by_id(account.pk)
