"""The ciphers a lock is made of, in words of the vault: stretching, deriving, wrapping.

They bring 7 MB and OpenSSL with them, so the vault loads this room with the first secret there is.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt


def derive(seed: bytes, salt: bytes, purpose: bytes) -> bytes:
    """32 bytes drawn from a seed and a salt (HKDF with SHA-512)."""
    return HKDF(SHA512(), 32, salt=salt, info=purpose).derive(seed)


def stretch(secret: bytes, salt: bytes, n: int, r: int, p: int) -> bytes:
    """32 bytes from a passphrase, at the cost these three name (scrypt)."""
    return Scrypt(salt=salt, length=32, n=n, r=r, p=p).derive(secret)


def wrap(key: bytes, nonce: bytes, what: bytes, bound: bytes) -> bytes:
    """What is to be kept, sealed by a key and bound to what stands beside it (AES-GCM)."""
    return AESGCM(key).encrypt(nonce, what, bound)


def unwrap(key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes | None:
    """What was sealed; None where the key is another one or a byte was changed.

    Raises:
        ValueError: the nonce or the key is of no possible length.
    """
    try:
        return AESGCM(key).decrypt(nonce, sealed, bound)
    except InvalidTag:
        return None
