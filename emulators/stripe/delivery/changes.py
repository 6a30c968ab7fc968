"""`previous_attributes`: what an object's changed fields were before."""

from __future__ import annotations

from emulators.stripe.store import JsonObject


def previous(before: JsonObject, after: JsonObject) -> JsonObject:
    """Hashes are compared field by field, lists as a whole; what was not there was null."""
    old: JsonObject = {}
    for name in [*before, *(name for name in after if name not in before)]:
        was, now = before.get(name), after.get(name)
        if was == now and type(was) is type(now):
            continue
        if isinstance(was, dict) and isinstance(now, dict) and was.get("id") == now.get("id"):
            old[name] = previous(was, now)
        else:
            old[name] = was
    return old
