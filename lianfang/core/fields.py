"""A text column that is sealed in the database and plain in Python."""

from typing import TYPE_CHECKING, Any

from django.db import models

from lianfang.core.crypto import seal, unseal

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField


class SealedField(_TextField):
    """Encrypted at rest, never filtered on; the purpose binds a value to its column."""

    def __init__(self, *args: Any, purpose: str = "", **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own signature
        self.purpose = purpose
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"purpose": self.purpose}

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return unseal(value, self.purpose) if value else value

    def get_prep_value(self, value: str | None) -> str | None:
        return seal(value, self.purpose) if value else value

    def get_lookup(self, lookup_name: str) -> Any:  # noqa: ANN401 -- Django's own signature
        if lookup_name != "isnull":
            raise TypeError(f"{self.name} is sealed: search by its blind index")
        return super().get_lookup(lookup_name)
