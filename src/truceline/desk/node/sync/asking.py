"""Who asks: requests signed by an admitted peer's key, for what is not public.

Tiles, entries and checkpoints are public, and an uploaded checkpoint carries its own signature
(tlog-witness: "there is no authentication of requests beyond the validation of the signature on the
checkpoint"). Blobs are for admitted peers, so their request is signed, and a signed upload is counted
against its sender's own quota. The header, after RFC 9110 section 11.4:

    Authorization: Truceline key="<key name>", time="<seconds>", nonce="<32 hex>", signature="<base64>"

The signature is Ed25519 by the peer's witness or mirror key over seven lines: `truceline/request/v1`,
method, path with query, host, SHA-256 of the body in hex, time, nonce. The first line is no beginning
of a cosigned message, so neither can stand for the other. A request is taken once, within five minutes,
by the host it names. What a request is for is decided elsewhere (`serving`).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from truceline.tlog.keys import PublicKey, Signer

SCHEME = "Truceline"
WINDOW_S = 300  # a request is taken this long before and after its own time
NONCES = 20_000  # remembered in all; a window holds more only in a flood, and then nobody new is taken
_FORM = re.compile(
    r'Truceline key="([^"\s+]{1,256})", time="(\d{1,12})", nonce="([0-9a-f]{32})", signature="([A-Za-z0-9+/]{86}==)"',
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Request:
    """What a signature is over, beside its time and nonce."""

    method: str  # "GET" or "POST"
    path: str  # the path with its query, as sent
    host: str  # the name, and the port where one was sent, as in the Host header
    body: bytes = b""  # the whole body, as sent

    def signed_text(self, time_s: int, nonce: str) -> bytes:
        """The seven lines that are signed."""
        digest = hashlib.sha256(self.body).hexdigest()
        lines = ("truceline/request/v1", self.method, self.path, self.host, digest, str(time_s), nonce)
        return "".join(f"{line}\n" for line in lines).encode()


@dataclass(frozen=True, slots=True)
class Admission:
    """Who asks, or why that cannot be said."""

    peer: str  # name of the key that signed; empty where nobody is known to ask
    reason: str  # in words; empty where a peer is known


def header(request: Request, signer: Signer, time_s: int, nonce: bytes) -> str:
    """The value of the Authorization header; `nonce` is 16 random bytes, never used again."""
    signature = base64.b64encode(signer.sign(request.signed_text(time_s, nonce.hex()))).decode()
    return f'{SCHEME} key="{signer.public.name}", time="{time_s}", nonce="{nonce.hex()}", signature="{signature}"'


@dataclass(slots=True)
class Asked:
    """Takes each signed request once."""

    keys: Callable[[str], PublicKey | None]  # the admitted peers' witness and mirror keys, by name
    hosts: Collection[str]  # the names this node is known by, with port where not the scheme's own
    since_s: int  # when this node began to listen: what was signed before may have been taken before
    _seen: dict[tuple[str, str], int] = field(default_factory=dict)  # key name and nonce: until when it counts

    def admit(self, value: str, request: Request, now_s: int) -> Admission:
        """Who signed the request; a reason instead where nobody admitted did, or it came before."""
        match = _FORM.fullmatch(value)
        if match is None:
            return Admission("", "no signature in the form described for signed requests")
        name, time_s, nonce = match[1], int(match[2]), match[3]
        key = self.keys(name)
        if key is None:
            return Admission("", f"{name} is the key of no admitted peer")
        reason = self._untimely(request.host, time_s, now_s)
        if reason:
            return Admission("", reason)
        if not key.verifies(request.signed_text(time_s, nonce), _decoded(match[4])):
            return Admission("", f"the signature is not one by {name} over this request")
        return self._first(name, nonce, time_s, now_s)

    def _untimely(self, host: str, time_s: int, now_s: int) -> str:
        if host not in self.hosts:
            return f"signed for {host}, which is no name of this node"
        if abs(time_s - now_s) > WINDOW_S:
            return f"signed at {time_s}, more than {WINDOW_S} s from this node's clock, {now_s}"
        if time_s < self.since_s:
            return f"signed at {time_s}, before this node began to listen at {self.since_s}; sign anew"
        return ""

    def _first(self, name: str, nonce: str, time_s: int, now_s: int) -> Admission:
        """Remember the nonce for as long as the request could be taken again."""
        if (name, nonce) in self._seen:
            return Admission("", "this very request was taken before")
        if len(self._seen) >= NONCES:
            self._seen = {one: until_s for one, until_s in self._seen.items() if until_s >= now_s}
        if len(self._seen) >= NONCES:
            return Admission("", "too many signed requests at once; ask again in some minutes")
        self._seen[name, nonce] = time_s + WINDOW_S
        return Admission(name, "")


def _decoded(text: str) -> bytes:
    """The 64 bytes of a signature; the form admits nothing else."""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return bytes(64)
