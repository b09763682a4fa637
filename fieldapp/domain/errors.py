"""What can go wrong, as codes: the words for them live where people read."""

from typing import Any


class DomainError(Exception):
    """A refusal with a stable `code` and the values that its sentence needs."""

    code = "error"

    def __init__(self, code: str | None = None, **values: Any) -> None:
        self.code = code or self.code
        self.values = values
        super().__init__(self.code)


class NotFound(DomainError):
    """It does not exist, or not for this actor: the two look the same from outside."""

    code = "not-found"


class Forbidden(DomainError):
    """It exists for this actor, who may not do this with it."""

    code = "forbidden"


class Invalid(DomainError):
    """A value cannot be taken; `field` names it."""

    code = "invalid"

    def __init__(self, field: str, code: str | None = None, **values: Any) -> None:
        self.field = field
        super().__init__(code, field=field, **values)


class Conflict(DomainError):
    """Somebody else changed the same thing first."""

    code = "conflict"


class TooManyTries(DomainError):
    """A limit is reached; `retry_after_s` tells when to come back."""

    code = "too-many-tries"

    def __init__(self, retry_after_s: int) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(retry_after_s=retry_after_s)
