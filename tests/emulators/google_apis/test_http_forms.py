"""The table of HTTP forms says what the official clients say."""

from __future__ import annotations

import json

from emulators.google_apis.http_forms import PATH, http_forms
from tests.emulators.google_apis.http_forms_of_clients import http_forms_of_clients


def test_the_table_is_that_of_the_installed_clients() -> None:
    table = json.loads(PATH.read_text(encoding="utf-8"))
    assert table == http_forms_of_clients(), "run tests.emulators.google_apis.http_forms_of_clients"


def test_the_forms_of_several_services_are_read_together() -> None:
    forms = http_forms("google.pubsub.v1.Publisher", "google.pubsub.v1.Subscriber")
    assert {"Publish", "Pull"} <= {form.method for form in forms}
