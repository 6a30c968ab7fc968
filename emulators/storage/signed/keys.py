"""Whose signatures count: public keys of service accounts, and the key that signs for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPublicKey,
    generate_private_key,
)
from cryptography.x509 import load_pem_x509_certificate

from emulators.shelf import Shelf

_ON_SHELF = "account-signing-key"
_CERTIFICATE = "BEGIN CERTIFICATE"


class AccountKeys:
    """The keys of service accounts.

    `public_keys` maps an account's e-mail to the PEM of a key it holds itself: a public key or a
    certificate. `accounts` may also sign without a file, through `signBlob`; a key of the service
    signs for all of them. Without `accounts` it signs for everybody.

    Construct it on the event loop: a new key goes straight to the shelf.
    """

    def __init__(
        self,
        *,
        shelf: Shelf,
        kept: Mapping[str, bytes],
        public_keys: Mapping[str, str],
        accounts: Iterable[str] | None,
    ) -> None:
        self._public_keys = {email: _read_public(pem) for email, pem in public_keys.items()}
        self._accounts = None if accounts is None else frozenset(accounts)
        self._shelf = shelf
        stored = kept.get(_ON_SHELF)
        self._own = None if stored is None else read_private(stored)

    def knows(self, email: str) -> bool:
        """Tell whether the service signs for the account."""
        return self._accounts is None or email in self._accounts

    def sign(self, message: bytes) -> bytes:
        """Sign for an account, RSA with SHA-256."""
        return self._own_key().sign(message, PKCS1v15(), hashes.SHA256())

    def verifies(self, email: str, message: bytes, signature: bytes) -> bool:
        for key in self._candidates(email):
            try:
                key.verify(signature, message, PKCS1v15(), hashes.SHA256())
            except InvalidSignature:
                continue
            return True
        return False

    def _candidates(self, email: str) -> Iterator[RSAPublicKey]:
        if email in self._public_keys:
            yield self._public_keys[email]
        if self._own is not None and self.knows(email):
            yield self._own.public_key()

    def _own_key(self) -> RSAPrivateKey:
        """Make the key when it is first needed: it takes a tenth of a second."""
        if self._own is None:
            self._own = generate_private_key(public_exponent=65537, key_size=2048)
            self._shelf.put(_ON_SHELF, private_pem(self._own))
        return self._own


def private_pem(key: RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def read_private(pem: bytes) -> RSAPrivateKey:
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError(f"expected an RSA key, not {type(key).__name__}")
    return key


def _read_public(pem: str) -> RSAPublicKey:
    encoded = pem.encode()
    key = (
        load_pem_x509_certificate(encoded).public_key()
        if _CERTIFICATE in pem
        else serialization.load_pem_public_key(encoded)
    )
    if not isinstance(key, RSAPublicKey):
        raise TypeError(f"expected an RSA key, not {type(key).__name__}")
    return key
