"""Backup and restore: every row of a server in one encrypted file, and what it lacks."""

import gzip
import os
from pathlib import Path

from peil.report.write import write_all
from peil.terms.errors import BadInput
from peil.workflow.audit_file import head_of

MARK = b"peil-backup-1\n"
NONCE = 12


def back_up(path: Path, key: Path) -> int:
    """Write every row into an encrypted file, and give the number of events in it.

    Args:
        path: of the file; it stands whole or not at all.
        key: file of the key; made where there is none.

    Raises:
        BadInput: the key is none.
        BadOutput: it cannot be written; what stood there stays as it was.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from peil.store.shared import audit, dump

    with dump.at_one_moment():
        text, number = gzip.compress("\n".join(dump.rows()).encode(), mtime=0), audit.head()[0]
    nonce = os.urandom(NONCE)
    sealed = AESGCM(_key(key, may_make=True)).encrypt(nonce, text, MARK)
    write_all({path: MARK + nonce + sealed})
    return number


def restore(path: Path, key: Path, newest: Path | None = None) -> list[str]:
    """Write a backup into an empty server, verify its chain, and say what it lacks.

    Args:
        newest: `head.txt` of the newest exported audit.

    Returns:
        What is wrong: breaks of the chain, and events that the newest head has beyond it.

    Raises:
        BadInput: it is no backup, the key is another, or the server is not empty.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from peil.store.shared import audit, dump
    from peil.store.shared.chain import faults_in

    if audit.head()[0]:
        raise BadInput("this server already has an audit; restore into an empty home")
    data = path.read_bytes() if path.is_file() else b""
    if not data.startswith(MARK):
        raise BadInput(f"{path} is no backup; give the file that `peil backup` wrote")
    nonce, sealed = data[len(MARK) :][:NONCE], data[len(MARK) + NONCE :]
    try:
        text = AESGCM(_key(key)).decrypt(nonce, sealed, MARK)
    except InvalidTag:
        raise BadInput(
            f"{path} cannot be opened with {key}; give the key it was made with"
        ) from None
    dump.load(gzip.decompress(text).decode().split("\n"))  # a text may hold other breaks
    size, digest = audit.head()
    found = list(faults_in(audit.chain(), size, digest))
    head = head_of(newest.read_bytes()) if newest else None
    if head and head.size > size:
        found.append(f"events {size + 1} to {head.size}")
    elif head and not audit.has(head.size, head.digest):
        found.append(f"head {head.size}")
    return found


def _key(path: Path, *, may_make: bool = False) -> bytes:
    if may_make and not path.exists():
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as opened:
            opened.write(os.urandom(32).hex().encode())
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        key = b""
    if len(key) != 32:
        raise BadInput(f"{path} is no key of a backup; give the one that `peil backup` made")
    return key
