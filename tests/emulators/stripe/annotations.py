"""Whether a JSON object is what the SDK's own annotations say it is."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from decimal import Decimal
from types import NoneType
from typing import Any, ForwardRef, Literal, Union, get_args, get_origin

from stripe import ListObject, StripeObject
from stripe._stripe_object import UntypedStripeObject

_SCALARS: dict[Any, tuple[type, ...]] = {
    int: (int,),
    str: (str,),
    bool: (bool,),
    float: (int, float),
    Decimal: (str,),
    UntypedStripeObject: (dict,),
}
"""What the SDK reads -> what stands in the JSON."""


def fields(cls: type[StripeObject]) -> dict[str, Any]:
    """The fields of an API object: name -> annotation."""
    return {name: kind for name, kind in cls.__annotations__.items() if name != "OBJECT_NAME"}


def misfits(value: Any, kind: Any, at: str = "") -> Iterator[str]:
    """Every place where `value` is not of `kind`, as text."""
    origin, arms = get_origin(kind), get_args(kind)
    if kind is Any or isinstance(kind, ForwardRef | str):  # an object of a type of its own
        return
    if origin is Union:
        yield from _fits_one_of(value, arms, at)
    elif origin in {list, ListObject}:
        rows = value["data"] if origin is ListObject else value
        for position, row in enumerate(rows):
            yield from misfits(row, arms[0], f"{at}[{position}]")
    elif inspect.isclass(kind) and issubclass(kind, StripeObject) and kind not in _SCALARS:
        yield from _fits_class(value, kind, at)
    else:
        yield from _fits_scalar(value, origin or kind, arms, at)


def _fits_scalar(value: Any, kind: Any, choices: tuple[Any, ...], at: str) -> Iterator[str]:
    if kind is Literal:
        if value not in choices:
            yield f"{at}: {value!r} is none of {choices}"
    elif kind not in _SCALARS:
        yield f"{at}: nobody knows {kind}"
    elif not isinstance(value, _SCALARS[kind]) or (kind is int and isinstance(value, bool)):
        yield f"{at}: {value!r} is no {kind.__name__}"


def _fits_one_of(value: Any, arms: tuple[Any, ...], at: str) -> Iterator[str]:
    if value is None:
        if NoneType not in arms:
            yield f"{at}: null"
        return
    others = [arm for arm in arms if arm is not NoneType]
    if any(get_origin(arm) is Literal for arm in others):  # an open list: hold to what is known
        others = [arm for arm in others if arm is not str]
    complaints = [list(misfits(value, arm, at)) for arm in others]
    if all(complaints):
        yield from complaints[0]


def _fits_class(value: Any, cls: type[StripeObject], at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at}: {value!r} is no {cls.__name__}"
        return
    known = fields(cls)
    for name, held in value.items():
        if name in known:
            yield from misfits(held, known[name], f"{at}.{name}")
        else:
            yield f"{at}.{name}: the SDK does not know it"
    for name, kind in known.items():
        if name not in value and NoneType not in get_args(kind):
            yield f"{at}.{name}: missing"
