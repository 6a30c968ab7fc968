"""Methods that exist in production and not here: they are named, not missing."""

from __future__ import annotations

from aiohttp import web

from emulators.storage.refusals import not_served

_BUCKET = "/storage/v1/b/{bucket}"
_METHODS = {
    "managedFolders": (_BUCKET + "/managedFolders", _BUCKET + "/managedFolders/{rest:.*}"),
    "folders": (_BUCKET + "/folders", _BUCKET + "/folders/{rest:.*}"),
    "anywhereCaches": (_BUCKET + "/anywhereCaches", _BUCKET + "/anywhereCaches/{rest:.*}"),
    "operations": (_BUCKET + "/operations", _BUCKET + "/operations/{rest:.*}"),
    "buckets.relocate": (_BUCKET + "/relocate",),
    "objects.bulkRestore": (_BUCKET + "/o/bulkRestore",),
    "objects.watchAll": (_BUCKET + "/o/watch",),
    "channels.stop": ("/storage/v1/channels/stop",),
}
_POST_ONLY = frozenset({"objects.bulkRestore", "objects.watchAll"})
# Their paths are objects' names as well.


class UnservedRoutes:
    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("POST" if name in _POST_ONLY else "*", path, _refuses(name))
            for name, paths in _METHODS.items()
            for path in paths
        ]


def _refuses(name: str) -> type[web.View]:
    class Refuses(web.View):
        async def _refuse(self) -> web.Response:
            raise not_served(f"The method storage.{name} is not served.")

        get = post = put = patch = delete = _refuse

    return Refuses
