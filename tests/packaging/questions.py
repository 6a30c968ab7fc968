"""What each function is asked once it is served, and the status of a right answer."""

from __future__ import annotations

from tests.functions.deployed import NAMES, doors
from tests.packaging.serving import Question

_PUBLIC = {
    "checkout": Question("GET", "/v1/catalog", 200),
    "webhook_intake": Question("POST", "/webhooks/stripe", 400),  # nobody has signed it
}
_FOR_PEOPLE = {"backoffice": Question("GET", "/v1/orders/ord_1", 401)}
_PRIVATE = {door.function: Question("POST", door.path, 401) for door in doors()}

QUESTIONS = _PRIVATE | _FOR_PEOPLE | _PUBLIC
WITHOUT_A_QUESTION = set(NAMES) - QUESTIONS.keys()
