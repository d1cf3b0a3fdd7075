"""Encryption with age: to public keys only, so that a server cannot read its own backups."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO

import pyrage
from pyrage import ssh, x25519

from .errors import BackupError

SUFFIX = ".age"


def recipients(texts: Iterable[str]) -> list[Any]:
    """Public keys, "age1…" or "ssh-ed25519 …". Raises `BackupError` for anything else."""
    found = []
    for text in texts:
        kind = ssh if text.startswith("ssh-") else x25519
        try:
            found.append(kind.Recipient.from_str(text.strip()))
        except pyrage.RecipientError as error:
            raise BackupError(
                f"“{text[:60]}” is no recipient: age's public keys begin with age1, SSH's with "
                "ssh-ed25519 or ssh-rsa."
            ) from error
    return found


def identities(file: Path) -> list[Any]:
    """Secret keys from a file as age-keygen or ssh-keygen writes it. Raises `BackupError`."""
    try:
        content = file.read_bytes()
        if content.startswith(b"-----BEGIN"):
            return [ssh.Identity.from_buffer(content)]
        lines = [line.strip() for line in content.decode().splitlines()]
        keys = [line for line in lines if line and not line.startswith("#")]
        if not keys:
            raise ValueError("no key in it")
        return [x25519.Identity.from_str(key) for key in keys]
    except OSError as error:
        raise BackupError(f"The key {file} cannot be read: {error.strerror}.") from error
    except (pyrage.IdentityError, ValueError) as error:
        raise BackupError(f"{file} holds no secret key of age, or of SSH, that is open.") from error


@contextmanager
def encrypting(target: Any, to: Sequence[Any]) -> Iterator[BinaryIO]:
    """A file to write into; what is written comes out encrypted in `target`."""
    read_end, write_end = os.pipe()
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with open(read_end, "rb", buffering=0) as source:
                pyrage.encrypt_io(source, target, to)
        except BaseException as error:
            failures.append(error)

    thread = Thread(target=work, name="encryption")
    thread.start()
    try:
        with open(write_end, "wb") as sink:
            yield sink
    except BrokenPipeError:
        thread.join()
        if not failures:
            raise
    finally:
        thread.join()
    if failures:
        # pyrage tells what the target said in its own words only.
        raise getattr(target, "error", None) or failures[0]


@contextmanager
def decrypting(source: BinaryIO, keys: Sequence[Any]) -> Iterator[BinaryIO]:
    """A file to read from: what is in `source`, decrypted and authenticated piece by piece.

    Raises `BackupError` if no key fits or something was tampered with, at the end at the latest.
    """
    read_end, write_end = os.pipe()
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with open(write_end, "wb", buffering=0) as target:
                pyrage.decrypt_io(source, target, keys)
        except BaseException as error:
            failures.append(error)

    thread = Thread(target=work, name="decryption")
    thread.start()
    is_read = False
    try:
        with open(read_end, "rb") as plain:
            yield plain
            while plain.read(1 << 16):  # what a reader leaves is authenticated as well
                pass
            is_read = True
    finally:
        thread.join()
        # Of a reader that stopped early the pipe breaks: its own error says why.
        if failures and (is_read or not _is_broken_pipe(failures[0])):
            raise _explained(failures[0]) from failures[0]


def _is_broken_pipe(error: BaseException) -> bool:
    return isinstance(error, BrokenPipeError) or "Broken pipe" in str(error)


def _explained(error: BaseException) -> BackupError:
    if isinstance(error, pyrage.DecryptError) and "matching keys" in str(error):
        return BackupError("None of the keys opens this backup; it was encrypted to others.")
    return BackupError(f"The backup cannot be decrypted, it is damaged or not whole ({error}).")
