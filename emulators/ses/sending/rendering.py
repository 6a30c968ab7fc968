"""From a template and its data to a letter."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from emulators.ses.refused import bad_request
from emulators.ses.sending.handlebars import render
from emulators.ses.sending.letter import Letter


@dataclass(frozen=True, slots=True)
class Rendering:
    """`parts` are `Subject`, `Text` and `Html`, as far as the template has them."""

    parts: Mapping[str, str]

    @staticmethod
    def data(written: str) -> dict[str, Any]:
        """The `TemplateData` of a call: a JSON object, in a text."""
        try:
            found = json.loads(written or "{}")
        except ValueError as error:
            raise bad_request(f"Failed to parse TemplateData: {error}") from error
        if not isinstance(found, dict):
            raise bad_request("TemplateData must be a JSON object.")
        return found

    def letter(self, data: Mapping[str, Any], **more: Any) -> Letter:
        """`more` are the letter's headers and attachments. `NotRendered` for lack of data."""
        rendered = {name: render(part, data) for name, part in self.parts.items()}
        return Letter(
            rendered.get("Subject", ""), rendered.get("Text"), rendered.get("Html"), **more
        )
