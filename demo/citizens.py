"""Accounts of invented citizens, bound to their files; the WeChat simulator signs them in."""

import datetime as dt
from collections.abc import Sequence

from demo.people import CITIZEN, RESIDENT, openid_of, uuid_of
from lianfang.accounts.models import Account, Binding
from lianfang.core.crypto import blind
from lianfang.people.models import Person

_CHUNK = 500


def open_accounts(
    observed: Sequence[Person], others: Sequence[Person], *, at: dt.datetime
) -> dict[int, Account]:
    """One account for each, by person; all but the first of either count up from ``demo-00001``."""
    people = [observed[0], others[0], *observed[1:], *others[1:]]
    openids = [RESIDENT, CITIZEN, *(openid_of(n + 1) for n in range(len(people) - 2))]
    since = at - dt.timedelta(days=20)
    accounts = Account.objects.bulk_create(
        [
            Account(
                key=uuid_of("account", person.key),
                openid=openid,
                phone=person.phone,
                phone_blind=blind(person.phone, "account.phone"),
                created_at=since,
            )
            for openid, person in zip(openids, people, strict=True)
        ],
        batch_size=_CHUNK,
    )
    Binding.objects.bulk_create(
        [
            Binding(account=account, person=person, relation="self", assurance=2, since=since)
            for account, person in zip(accounts, people, strict=True)
        ],
        batch_size=_CHUNK,
    )
    return {person.pk: account for account, person in zip(accounts, people, strict=True)}
