"""What the service consists of, put together from its shelf."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from emulators.clock.clock import Clock
from emulators.shelf import Shelf
from emulators.storage.access.hmac_keys import HmacKeys
from emulators.storage.buckets import Buckets
from emulators.storage.deliveries import Deliveries
from emulators.storage.generations import Generations
from emulators.storage.housekeeping import Housekeeping
from emulators.storage.notifier import Notifier, Publish
from emulators.storage.objects import Objects
from emulators.storage.records import Records
from emulators.storage.resumable import Uploads
from emulators.storage.serial_numbers import SerialNumbers
from emulators.storage.signed.keys import AccountKeys
from emulators.storage.signed.tunnel import SignBlobTunnel
from emulators.storage.uploading import Uploader
from emulators.storage.xml.multipart_uploads import MultipartUploads


@dataclass(frozen=True, slots=True)
class Given:
    """What the local cloud gives to the service. `StorageServer` says what the last three are."""

    clock: Clock
    shelf: Shelf
    random: Random
    publish: Publish | None
    public_keys: Mapping[str, str]
    accounts: Iterable[str] | None


@dataclass(frozen=True, slots=True)
class Parts:
    clock: Clock
    buckets: Buckets
    objects: Objects
    uploads: Uploads
    uploader: Uploader
    multipart_uploads: MultipartUploads
    notifier: Notifier
    housekeeping: Housekeeping
    account_keys: AccountKeys
    hmac_keys: HmacKeys
    tunnel: SignBlobTunnel
    deliveries: Deliveries


def put_together(given: Given) -> Parts:
    clock, shelf, random = given.clock, given.shelf, given.random
    records = Records(shelf)
    kept = records.read()
    others = kept.others
    serials = SerialNumbers(clock=clock, records=records, kept=kept)
    buckets = Buckets(clock=clock, records=records, kept=kept, serials=serials)
    notifier = Notifier(clock=clock, publish=given.publish)
    objects = Objects(
        clock=clock,
        serials=serials,
        buckets=buckets,
        generations=Generations(records, kept),
        announce=notifier.announce,
    )
    uploads = Uploads(clock=clock, random=random, shelf=shelf, kept=others)
    multipart = MultipartUploads(clock=clock, random=random, shelf=shelf, kept=others)
    uploader = Uploader(buckets, objects, uploads)
    keys = AccountKeys(
        shelf=shelf, kept=others, public_keys=given.public_keys, accounts=given.accounts
    )
    return Parts(
        clock=clock,
        buckets=buckets,
        objects=objects,
        uploads=uploads,
        uploader=uploader,
        multipart_uploads=multipart,
        notifier=notifier,
        housekeeping=Housekeeping(
            clock=clock,
            buckets=buckets,
            objects=objects,
            uploads=uploads,
            multipart_uploads=multipart,
        ),
        account_keys=keys,
        hmac_keys=HmacKeys(clock=clock, random=random, shelf=shelf, kept=others),
        tunnel=SignBlobTunnel(shelf=shelf, kept=others, keys=keys),
        deliveries=Deliveries(buckets, uploader),
    )
