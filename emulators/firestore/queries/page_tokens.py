"""Page tokens: a cursor just after the last document of a page, as text."""

from __future__ import annotations

import base64
import binascii

from emulators.firestore.queries.ordering import Orders
from emulators.firestore.values.field_path import NAME
from emulators.firestore.wire import (
    CursorMessage,
    DecodeError,
    Document,
    make_cursor,
    make_value,
    parse_cursor,
)
from emulators.google_apis.refused import invalid


def token_after(document: Document, orders: Orders) -> str:
    cursor = make_cursor()
    for order in orders:
        if order.path == NAME:
            cursor.values.append(make_value(reference_value=document.name))
        else:
            cursor.values.append(order.path.find(document.fields))
    return base64.urlsafe_b64encode(cursor.SerializeToString()).decode()


def cursor_of(token: str) -> CursorMessage:
    try:
        return parse_cursor(base64.urlsafe_b64decode(token))
    except (binascii.Error, DecodeError) as error:
        raise invalid("invalid page token") from error
