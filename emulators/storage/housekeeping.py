"""What the service does by itself, once a day: lifecycle rules, and forgetting what is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from emulators.clock.clock import Clock
from emulators.storage import lifecycle
from emulators.storage.buckets import Buckets
from emulators.storage.conditions import Conditions
from emulators.storage.objects import Objects
from emulators.storage.refusals import Refused
from emulators.storage.resources import Bucket
from emulators.storage.resumable import Uploads
from emulators.storage.xml.multipart_uploads import MultipartUploads

_ANY = Conditions()


class Housekeeping:
    """Runs at the start and at every UTC midnight."""

    def __init__(
        self,
        *,
        clock: Clock,
        buckets: Buckets,
        objects: Objects,
        uploads: Uploads,
        multipart_uploads: MultipartUploads,
    ) -> None:
        self._clock = clock
        self._buckets = buckets
        self._objects = objects
        self._uploads = uploads
        self._multipart_uploads = multipart_uploads
        self._cancel: Callable[[], None] | None = None

    def start(self) -> None:
        self.run()
        today = self._clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        self._cancel = self._clock.call_at(today + timedelta(days=1), self.start)

    def stop(self) -> None:
        if self._cancel is not None:
            self._cancel()

    def run(self) -> None:
        for bucket in self._buckets.purge():
            self._objects.drop_bucket(bucket)
        for bucket in self._buckets:
            self._objects.purge(bucket)
            self._apply_rules(bucket)
        self._uploads.purge()

    def _apply_rules(self, bucket: Bucket) -> None:
        rules = (bucket.settings.get("lifecycle") or {}).get("rule") or []
        if not rules:
            return
        now = self._clock.now()
        for candidate in self._candidates(bucket):
            action = lifecycle.action_on(candidate, rules, now)
            if action.get("type") == lifecycle.DELETE:
                self._delete(candidate)
            elif action:
                self._objects.set_storage_class(candidate.stored, action["storageClass"])
        self._multipart_uploads.abort_where(
            bucket.name,
            lambda name, begun_at: lifecycle.aborts_upload(name, begun_at, rules, now),
        )

    def _candidates(self, bucket: Bucket) -> list[lifecycle.Candidate]:
        by_name: dict[str, int] = {}
        found = []
        for stored in sorted(
            self._objects.in_bucket(bucket), key=lambda one: one.generation, reverse=True
        ):
            if not stored.is_soft_deleted:
                newer = by_name.get(stored.name, 0)
                by_name[stored.name] = newer + 1
                found.append(lifecycle.Candidate(stored, newer))
        return found

    def _delete(self, candidate: lifecycle.Candidate) -> None:
        try:
            self._objects.delete(candidate.stored, _ANY)
        except Refused as refused:
            # Retention and holds are stronger than a rule; tomorrow it is tried again.
            if refused.status != 403:  # noqa: PLR2004 - what retention and holds answer
                raise
