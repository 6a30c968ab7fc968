"""Cloud Storage over HTTP: the JSON API, and of the XML API what signed URLs need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from random import Random

from aiohttp import web

from emulators.clock.clock import Clock
from emulators.loopback import LOOPBACK, listen
from emulators.shelf import Shelf
from emulators.storage.access.acl_routes import AclRoutes
from emulators.storage.access.bucket_policies import BucketPolicies
from emulators.storage.access.iam_routes import IamRoutes
from emulators.storage.access.project_routes import ProjectRoutes
from emulators.storage.batch_routes import BatchRoutes
from emulators.storage.bucket_routes import BucketRoutes
from emulators.storage.compose_routes import ComposeRoutes
from emulators.storage.copy_routes import CopyRoutes
from emulators.storage.deliveries import Deliveries
from emulators.storage.middlewares import every_middleware
from emulators.storage.notification_routes import NotificationRoutes
from emulators.storage.notifier import Publish
from emulators.storage.object_routes import ObjectRoutes
from emulators.storage.parts import Given, Parts, put_together
from emulators.storage.provisioning import provision
from emulators.storage.short_paths import with_short_paths
from emulators.storage.signed.sign_blob import SignBlobRoutes
from emulators.storage.signed.tunnel import SignBlobTunnel
from emulators.storage.unserved_routes import UnservedRoutes
from emulators.storage.upload_routes import UploadRoutes
from emulators.storage.xml.bucket_routes import XmlBucketRoutes
from emulators.storage.xml.form_upload import FormUpload
from emulators.storage.xml.multipart_routes import MultipartRoutes
from emulators.storage.xml.object_routes import XmlObjectRoutes
from emulators.topology import Topology

REQUEST_MAX_BYTES = 2**30


class StorageServer:
    """Construct it on the event loop that it shall run in."""

    def __init__(
        self,
        *,
        clock: Clock,
        shelf: Shelf,
        random: Random,
        publish: Publish | None = None,
        public_keys: Mapping[str, str] | None = None,
        accounts: Iterable[str] | None = None,
    ) -> None:
        """Without `publish` nobody is notified of anything.

        `public_keys` maps service accounts to the PEM of the keys they sign URLs with; `accounts`
        are those that `signBlob` signs for: everybody, if there is no list.
        """
        self._parts = put_together(
            Given(clock, shelf, random, publish, public_keys or {}, accounts)
        )
        application = web.Application(
            middlewares=every_middleware(self._parts), client_max_size=REQUEST_MAX_BYTES
        )
        application.router.add_routes(_routes(self._parts))
        self._runner = web.AppRunner(application, access_log=None)

    @property
    def tunnel(self) -> SignBlobTunnel:
        """The proxy by which unmodified clients find `signBlob`; it is started apart."""
        return self._parts.tunnel

    @property
    def deliveries(self) -> Deliveries:
        """Where other services of the local cloud leave objects."""
        return self._parts.deliveries

    @property
    def http(self) -> web.AppRunner:
        """What serves it."""
        return self._runner

    @property
    def policies(self) -> BucketPolicies:
        """Who may do what with its buckets."""
        return BucketPolicies(self._parts.buckets)

    async def start(self, port: int = 0) -> int:
        """Listen on the loopback address; the result is the port."""
        bound = await listen(self._runner, port)
        self._parts.notifier.base_url = f"http://{LOOPBACK}:{bound}"
        self._parts.housekeeping.start()
        return bound

    async def stop(self) -> None:
        self._parts.housekeeping.stop()
        await self._parts.tunnel.stop()
        await self._runner.cleanup()
        await self._parts.notifier.stop()

    async def provision(self, topology: Topology) -> None:
        """Create the planned buckets and set what has changed; leave the others as they are."""
        provision(self._parts.buckets, topology)


def _routes(parts: Parts) -> Iterator[web.RouteDef]:
    buckets, objects = parts.buckets, parts.objects
    multipart = MultipartRoutes(parts.multipart_uploads, parts.uploader)
    forms = FormUpload(clock=parts.clock, keys=parts.account_keys, uploader=parts.uploader)
    for served in (
        UnservedRoutes(),
        BucketRoutes(buckets, objects),
        ObjectRoutes(buckets, objects),
        UploadRoutes(buckets, parts.uploads, parts.uploader),
        CopyRoutes(buckets, objects),
        ComposeRoutes(buckets, objects),
        AclRoutes(buckets, objects),
        IamRoutes(buckets, objects),
        ProjectRoutes(parts.hmac_keys),
        NotificationRoutes(buckets),
        BatchRoutes(),
        SignBlobRoutes(parts.account_keys),
        # The paths of the XML API are the widest: they come last.
        XmlObjectRoutes(objects, parts.uploads, parts.uploader, multipart),
        XmlBucketRoutes(buckets, objects, multipart, forms),
    ):
        yield from with_short_paths(served.routes())
