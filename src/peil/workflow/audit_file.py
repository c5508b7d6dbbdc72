"""The audit as a file that is handed out: written, signed in OpenSSH's form, and verified offline.

A file is an archive of `audit.csv`, one line for each event with its digest, and `head.txt`, which
says how many there are and the last digest; `head.txt.sig` signs that, so that `ssh-keygen -Y
verify -n peil-audit` takes it too. Source: OpenSSH, PROTOCOL.sshsig (2020).
"""

import base64
import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from peil.report.write import write_all
from peil.store.shared.chain import DIGEST, faults_in
from peil.terms.errors import BadInput

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

EVENTS, HEAD, SIGNATURE = "audit.csv", "head.txt", "head.txt.sig"
MARKING = b"Restricted"
NAMESPACE, HASH, MAGIC, KIND = b"peil-audit", b"sha512", b"SSHSIG", b"ssh-ed25519"
FIRST, LAST = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"

Line = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How many events a chain has, the digest of the last, and the moment of saying so."""

    size: int
    digest: str
    at: str

    def written(self) -> bytes:
        """Write it as the text that is signed."""
        return f"size {self.size}\nhead {self.digest}\nat {self.at}\n".encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an audit file shows: its head, and what is wrong with it, in the order of its lines."""

    head: Head
    faults: tuple[str, ...]


def head_of(text: bytes) -> Head:
    """Read a head as it is written.

    Raises:
        BadInput: it is none.
    """
    try:
        cells = dict(line.split(" ", 1) for line in text.decode().splitlines())
        return Head(size=int(cells["size"]), digest=cells["head"], at=cells["at"])
    except (KeyError, ValueError):
        raise BadInput("this is no head of an audit; give head.txt of an exported one") from None


def write_file(path: Path, lines: Iterable[Line], head: Head, signature: str) -> None:
    """Write a chain up to its signed head; the file stands whole or not at all.

    Raises:
        BadOutput: it cannot be written; what stood there stays as it was.
    """
    text, made = io.StringIO(newline=""), io.BytesIO()
    csv.writer(text).writerows(line for line, _ in zip(lines, range(head.size), strict=False))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = MARKING
        archive.writestr(EVENTS, text.getvalue())
        archive.writestr(HEAD, head.written())
        archive.writestr(SIGNATURE, signature)
    write_all({path: made.getvalue()})


def verify_file(path: Path, key: str, older: Head | None = None) -> Verdict:
    """Verify an exported audit against the public key of its server.

    Args:
        key: a public key as OpenSSH writes it, `ssh-ed25519 …`.
        older: a head that was handed out before, which the audit must go on from.

    Raises:
        BadInput: it is no such archive, or no such key.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            events, head, signature = (archive.read(each) for each in (EVENTS, HEAD, SIGNATURE))
    except (OSError, KeyError, zipfile.BadZipFile):
        raise BadInput(f"{path} is no exported audit; give the file that an export wrote") from None
    try:
        lines = list(csv.reader(io.StringIO(events.decode("utf-8", "replace"), newline="")))
    except csv.Error:
        lines = []
    found = head_of(head)
    unsigned = () if is_signed(head, signature.decode("ascii", "replace"), key) else ("signature",)
    broken = faults_in(lines, found.size, found.digest)
    parted = () if older is None or _goes_on(lines, older) else (f"older head {older.size}",)
    return Verdict(head=found, faults=(*unsigned, *broken, *parted))


def _goes_on(lines: Sequence[Line], older: Head) -> bool:
    """Say whether a chain has the event that an older head says was its last."""
    return older.size == 0 or [older.digest] in [
        each[DIGEST:] for each in lines[older.size - 1 :][:1]
    ]


def sign(text: bytes, key: "Ed25519PrivateKey") -> str:
    """Sign a text in OpenSSH's form, in the name space of audits."""
    made = _packed(KIND, key.sign(_signed(text)))
    blob = _stated(key.public_key().public_bytes_raw()) + _packed(made)
    coded = base64.b64encode(blob).decode()
    rows = (coded[i : i + 70] for i in range(0, len(coded), 70))
    return "\n".join((FIRST, *rows, LAST, ""))


def is_signed(text: bytes, signature: str, key: str) -> bool:
    """Say whether a signature in OpenSSH's form is of a text and by a key.

    Raises:
        BadInput: the key is no Ed25519 key as OpenSSH writes it.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_ssh_public_key

    try:
        known = load_ssh_public_key(key.encode())
    except ValueError:
        known = None
    if not isinstance(known, Ed25519PublicKey):
        raise BadInput("this is no public key of an audit; give the line that begins ssh-ed25519")
    coded = "".join(row for row in signature.split() if len(row) > 20)
    try:
        blob = base64.b64decode(coded)
        known.verify(blob[-64:], _signed(text))
    except (ValueError, InvalidSignature):
        return False
    return blob.startswith(_stated(known.public_bytes_raw()))


def _signed(text: bytes) -> bytes:
    return MAGIC + _packed(NAMESPACE, b"", HASH, hashlib.sha512(text).digest())


def _stated(public: bytes) -> bytes:
    """Give what a signature states before itself: by which key it is, and for what."""
    return MAGIC + (1).to_bytes(4) + _packed(_packed(KIND, public), NAMESPACE, b"", HASH)


def _packed(*parts: bytes) -> bytes:
    """Write texts as SSH does: each with its length before it."""
    return b"".join(len(part).to_bytes(4) + part for part in parts)
