"""/v1/files: uploads, such as evidence for a dispute."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import PurePath

from emulators.stripe.account import Account
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, page, where
from emulators.stripe.wire.multipart import Upload
from emulators.stripe.wire.params import Fields, not_simulated
from emulators.stripe.wire.values import Text

_PATH = "/v1/files"
_MIB = 1024 * 1024
_PURPOSES = {
    "account_requirement": 10 * _MIB,
    "additional_verification": 10 * _MIB,
    "business_icon": 512 * 1024,
    "business_logo": 512 * 1024,
    "customer_signature": 4 * _MIB,
    "dispute_evidence": 5 * _MIB,
    "identity_document": 16 * _MIB,
    "pci_document": 16 * _MIB,
    "tax_document_user_upload": 16 * _MIB,
}
"""Purpose -> the largest file, in bytes."""
_EVIDENCE_FOR = timedelta(days=240)
_SUFFIXES = {"csv", "docx", "gif", "jpg", "pdf", "png", "txt", "xls", "xlsx"}
_PURPOSE = Text(choices=tuple(_PURPOSES))
_CREATE = Fields({"purpose": _PURPOSE, **not_simulated("file_link_data")}, required=("purpose",))
_LIST = Fields({**CREATED_PAGE, "purpose": _PURPOSE})


class Files:
    def __init__(self, account: Account) -> None:
        self._account = account
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, _CREATE, takes_upload=True),
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", f"{_PATH}/{{id}}", self._retrieve),
        )

    def _create(self, call: Call) -> JsonObject:
        if call.upload is None:
            raise errors.missing("file")
        purpose = call.params["purpose"]
        if len(call.upload.content) > _PURPOSES[purpose]:
            message = (
                f"The file you uploaded is too large: the limit is {_PURPOSES[purpose]} bytes."
            )
            raise errors.invalid(message, "file", "file_too_large")
        file = self._account.store.save(self._described(call.upload, purpose))
        content = base64.b64encode(call.upload.content).decode()
        self._account.store.put("file.content", file["id"], {"base64": content})
        self._account.events.emit("file.created", file)
        return file

    def _described(self, upload: Upload, purpose: str) -> JsonObject:
        file_id = self._account.ids.new("file")
        end = self._account.now() + int(_EVIDENCE_FOR.total_seconds())
        return {
            "id": file_id,
            "object": "file",
            "created": self._account.now(),
            "expires_at": end if purpose == "dispute_evidence" else None,
            "filename": upload.name,
            "links": {
                "object": "list",
                "data": [],
                "has_more": False,
                "url": f"/v1/file_links?file={file_id}",
            },
            "purpose": purpose,
            "size": len(upload.content),
            "title": None,
            "type": _type(upload.name),
            "url": f"https://files.stripe.com{_PATH}/{file_id}/contents",
        }

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "file", call.id)

    def _list(self, call: Call) -> JsonObject:
        rows = where(self._account.store.newest_first("file"), call.params, "purpose")
        return page(rows, call.params, _PATH)


def _type(name: str) -> str | None:
    suffix = PurePath(name).suffix.lower().lstrip(".").replace("jpeg", "jpg")
    return suffix if suffix in _SUFFIXES else None
