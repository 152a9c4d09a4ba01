"""How columns that many tables share are declared."""

from __future__ import annotations

from sqlalchemy import Text
from sqlmodel import Field


def text_column(*, nullable: bool = True, **more: object) -> str | None:
    """A TEXT column, NULL unless it is given."""
    return Field(default=None, sa_type=Text, nullable=nullable, **more)  # type: ignore[call-overload, no-any-return]
