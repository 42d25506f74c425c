"""A day on the command line: `--on 2026-01-29`, told as DAY in every help page and refused in one way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from licet.core.errors import InputError

__all__ = ["DAY"]


class _Day(click.DateTime):
    """An ISO day."""

    name = "day"

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "DAY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:  # noqa: ANN401
        try:
            made: datetime = super().convert(value, param, ctx)
        except click.BadParameter:
            field = param.opts[0] if param else ""
            raise InputError(f"`{value}` is no day", field=field, fix="write it like 2019-10-09") from None
        return made


DAY = _Day()
