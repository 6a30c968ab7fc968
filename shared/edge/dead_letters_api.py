"""The letters that wait for a person: list them, and publish one again."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Request, Response

from shared.domain.delivery import DeadLetter
from shared.edge.caller import Callers
from shared.edge.gate import Route, json_response, route
from shared.edge.problem import Flaw, Problem, busy
from shared.usecases.ports.failures import Unavailable
from shared.usecases.replay_dead_letter import CannotReplay, ReplayDeadLetter, WaitingLetters

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLettersApi:
    callers: Callers
    waiting: WaitingLetters
    replay: ReplayDeadLetter

    def routes(self) -> tuple[Route, ...]:
        return (
            route("GET", "/v1/dead-letters", self.show),
            route("POST", "/v1/dead-letters/{letter_id}/replay", self.publish_again),
        )

    def show(self, request: Request) -> Response:
        self.callers.check(request)
        try:
            letters = self.waiting()
        except Unavailable as failure:
            raise busy(1, "the letters cannot be read right now") from failure
        found = {"letters": [_described(letter) for letter in letters]}
        return json_response(json.dumps(found, ensure_ascii=False))

    def publish_again(self, request: Request, letter_id: str) -> Response:
        caller = self.callers.check(request)
        try:
            letter = self.replay(letter_id, caller)
        except CannotReplay as refusal:
            flaw = Flaw("", "letter.not_replayable")
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(refusal), (flaw,)) from refusal
        except Unavailable as failure:
            log.warning("replay unclear", extra={"letter_id": letter_id, "why": str(failure)})
            raise busy(1, "the letter may not be out; replay it again") from failure
        return json_response(json.dumps(_described(letter), ensure_ascii=False))


def _described(letter: DeadLetter) -> dict[str, Any]:
    """Without the body: it holds what buyers typed."""
    return {
        "id": letter.id,
        "source": letter.source,
        "reason": letter.reason,
        "kept_at": letter.kept_at.isoformat(),
        "event": letter.attributes.get("event_type") or letter.attributes.get("type", ""),
        "is_waiting": letter.is_waiting,
    }
