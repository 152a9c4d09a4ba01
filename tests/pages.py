"""The pages of a store as its library sees them: decrypted one by one, free pages and the write-ahead log included.

That a text is not readable in an encrypted file says nothing; this is how a test looks for what should be gone from it.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpo_tui.store.connect import Store

PAGE, VECTOR, CODE = 4096, 16, 64
"""Bytes of a page, and at its end those of its initialisation vector and of its authentication code."""
SALT = 16
_LOG_HEADER, _FRAME_HEADER = 32, 24


def plain_bytes(store: Store) -> bytes:
    """Everything that lies in the file of a store and in its log, decrypted where it is encrypted."""
    key = None if store.key is None else bytes.fromhex(store.key.pragma[2:66])
    return b"".join(_decrypted(page, key, first=first) for first, page in _pages(store.path))


def _pages(path: Path) -> Iterator[tuple[bool, bytes]]:
    whole = path.read_bytes()
    for start in range(0, len(whole), PAGE):
        yield start == 0, whole[start : start + PAGE]
    log = path.with_name(f"{path.name}-wal")
    frames = log.read_bytes()[_LOG_HEADER:] if log.exists() else b""
    for start in range(0, len(frames), _FRAME_HEADER + PAGE):
        number = int.from_bytes(frames[start : start + 4], "big")
        yield number == 1, frames[start + _FRAME_HEADER : start + _FRAME_HEADER + PAGE]


def _decrypted(page: bytes, key: bytes | None, *, first: bool) -> bytes:
    if key is None:
        return page
    body = page[SALT if first else 0 : PAGE - VECTOR - CODE]
    return _aes_cbc(key, page[PAGE - VECTOR - CODE : PAGE - CODE], body)


def _aes_cbc(key: bytes, vector: bytes, data: bytes) -> bytes:
    name = ctypes.util.find_library("crypto")
    if name is None:
        pytest.skip("decrypting pages needs libcrypto")
    library = ctypes.CDLL(name)
    library.EVP_CIPHER_CTX_new.restype = library.EVP_aes_256_cbc.restype = ctypes.c_void_p
    work = ctypes.c_void_p(library.EVP_CIPHER_CTX_new())
    out, size = ctypes.create_string_buffer(len(data) + 32), ctypes.c_int(0)
    kind = ctypes.c_void_p(library.EVP_aes_256_cbc())
    assert library.EVP_DecryptInit_ex(work, kind, None, key, vector)
    library.EVP_CIPHER_CTX_set_padding(work, 0)
    assert library.EVP_DecryptUpdate(work, out, ctypes.byref(size), data, len(data))
    library.EVP_CIPHER_CTX_free(work)
    return out.raw[: size.value]
