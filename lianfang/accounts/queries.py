"""Which account is calling, and for whom it may speak."""

from lianfang.accounts.models import Account, Binding
from lianfang.accounts.rules import Citizen


def citizen_by_id(account_id: int) -> Citizen | None:
    if not Account.objects.filter(pk=account_id).exists():
        return None
    bindings = Binding.objects.filter(account_id=account_id, until__isnull=True)
    own, family, assurance = None, set(), 0
    for person_id, relation, level in bindings.values_list("person_id", "relation", "assurance"):
        if relation == "self":
            own, assurance = person_id, level
        else:
            family.add(person_id)
    return Citizen(account_id, own, assurance, frozenset(family))


def account_of(person_id: int) -> int | None:
    """The account that speaks for this person themselves, to send news to."""
    own = Binding.objects.filter(person_id=person_id, until__isnull=True, relation="self")
    return own.values_list("account_id", flat=True).first()
