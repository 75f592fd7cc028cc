"""The newest moves of a person's axes, and whether the file is void."""

from lianfang.people.enums import Axis
from lianfang.people.models import Person, StatusEvent, Void


def last_move(person: Person, axis: Axis) -> StatusEvent | None:
    """The move that may be taken back: the newest, unless it opened the file or took one back."""
    moves = StatusEvent.objects.filter(person=person, axis=axis).order_by("-id")
    newest = moves.first()
    if newest is None or newest.compensates_id is not None:
        return None
    is_opening = axis == Axis.CONTROL and newest.before == ""
    return None if is_opening else newest


def void_of(person: Person) -> Void | None:
    """Why the file does not count at present; nothing for one that does."""
    return Void.objects.filter(person=person, restored_at=None).first()
