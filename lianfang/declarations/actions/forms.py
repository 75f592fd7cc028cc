"""An administrator changes a form: which questions, which of them required, in which order."""

import datetime as dt
from collections.abc import Sequence

import msgspec
from django.db import IntegrityError, transaction

from lianfang.audit.actions import record
from lianfang.core.problems import Stale
from lianfang.declarations.enums import FormKind
from lianfang.declarations.errors import BadForm
from lianfang.declarations.fields import Item
from lianfang.declarations.models import FormVersion
from lianfang.declarations.queries import Form, form_for
from lianfang.declarations.rules import faults_of
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller


@transaction.atomic
def save_form(
    kind: FormKind,
    *,
    title: str,
    note: str,
    items: Sequence[Item],
    seen: int,
    by: Caller,
    at: dt.datetime,
) -> Form:
    """A new version, in force at once; ``seen`` is the version it was made from.

    Raises BadForm with what is wrong where, and Stale when somebody saved meanwhile.
    """
    by.must(Permission.POLICY_EDIT)
    faults = faults_of(title, note, items)
    if faults:
        raise BadForm(fields=faults)
    before = form_for(kind)
    if before.version != seen:
        raise Stale
    row = FormVersion(
        kind=kind,
        version=seen + 1,
        title=title.strip(),
        note=note.strip(),
        items=msgspec.to_builtins(list(items)),
        saved_at=at,
        saved_by_name=by.name,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Stale from None
    detail = {"kind": kind, "version": row.version, "before": [one.id for one in before.items]}
    record("form.saved", row, by=by.actor, at=at, detail=detail | {"items": row.items})
    return form_for(kind)
