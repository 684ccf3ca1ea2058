#!/usr/bin/env python3
"""Check a Truceline record without trusting Truceline: one file, to be read before it is run.

    python3 truceline-verify.py FOLDER
    python3 truceline-verify.py DISCLOSURE.json

FOLDER holds logs as plain files: one folder a log, named by the SHA-256 of the log's name (its "origin"), with
`checkpoint`, `tile/…` and `tile/entries/…` in it, as C2SP's tlog-tiles describes; beside them `blob/`. This program
shares no code with Truceline and needs Python 3.10 and, for Ed25519 signatures, PyNaCl or `cryptography`.

It checks, and stops at the first thing that is not so:

  1. every entry is signed, by a key that its own log enrolled before, and says its own log and place;
  2. the entries' hashes give every stored tile, and the root that the log signed (RFC 6962 trees);
  3. every cosignature on a log's head, where some log here enrolled the cosigner's key;
  4. every head that one log embeds of another is a prefix of that other; every reference is to that very entry;
  5. every payload kept apart, where it is here, has the digest that its entry names.

DISCLOSURE.json is one sealed entry, of which some fields were opened, as `truceline disclose` writes it. Of that it
checks that the entry stands in the log under a head which the log signed, signed by a key that the log had enrolled;
and that each field told, with its salt, opens the commitment that the entry shows. It says nothing of other fields.

It cannot know who is behind a key. The eight words it prints for each log are its fingerprint: compare them, by
voice or on paper, with whoever keeps that log. If a log signed two histories, that is reported as wrong, always:
the record's own rules may still go on from there. What entries mean is not its business.

Exit code: 0 all of it holds, 1 something is wrong, 2 it could not be run.
"""

import base64
import hashlib
import json
import re
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

try:
    from nacl.exceptions import BadSignatureError as BadSignature
    from nacl.signing import VerifyKey

    def ed25519(key, message, signature):
        VerifyKey(key).verify(message, signature)

except ImportError:
    try:
        from cryptography.exceptions import InvalidSignature as BadSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        sys.exit("needs PyNaCl or cryptography for Ed25519: pip install pynacl")

    def ed25519(key, message, signature):
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)


# Points under which a signature can hold for any message; verifiers disagree on them, so nobody may use one.
P = 2**255 - 19
Y8 = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
BAD_POINTS = {(y | sign << 255).to_bytes(32, "little") for y in (0, 1, P - 1, P, P + 1, Y8, P - Y8) for sign in (0, 1)}


class Wrong(Exception):
    """Something that is not as it should be: where, and what."""


def need(holds, where, what):
    if not holds:
        raise Wrong(f"{where}: {what}")


def sha256(data):
    return hashlib.sha256(data).digest()


def is_hash(text):
    return isinstance(text, str) and re.fullmatch("[0-9a-f]{64}", text) is not None


def unbase64(text):
    """The bytes of base64; stray bits at the end would give one signature many spellings."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError(text)
    return data


# ── signed notes and keys (C2SP signed-note, tlog-cosignature) ────────────────────────────────


class Key:
    """A public key from its text: name+id+base64(type and 32 bytes)."""

    def __init__(self, vkey, kind, where):
        try:
            self.name, self.id, data = vkey.split("+", 2)
            raw = unbase64(data)
        except (AttributeError, ValueError):
            raise Wrong(f"{where}: no public key: {vkey!r}") from None
        self.raw = raw[1:]
        need(raw[:1] == bytes([kind]) and len(self.raw) == 32, where, f"a key of type {kind}, not {vkey}")
        need(self.raw not in BAD_POINTS, where, f"a key under which anything can be signed: {vkey}")
        need(sha256(self.name.encode() + b"\n" + raw)[:4].hex() == self.id, where, f"the id is not that of {vkey}")

    def signed(self, message, signature):
        if len(signature) != 64 or signature[:32] in BAD_POINTS:
            return False
        try:
            ed25519(self.raw, message, signature)
        except (BadSignature, ValueError):
            return False
        return True


def read_note(data, where):
    """A note's text, and its signatures as (key name, key id, bytes)."""
    try:
        text, signatures = data.decode().rsplit("\n\n", 1)
        lines = [re.fullmatch(r"— (\S+) (\S+)", line).groups() for line in signatures[:-1].split("\n")]
        blobs = [unbase64(blob) for _, blob in lines]
        need(signatures.endswith("\n"), where, "cut off")
    except (ValueError, AttributeError):
        raise Wrong(f"{where}: no signed note") from None
    return text + "\n", [(name, blob[:4].hex(), blob[4:]) for (name, _), blob in zip(lines, blobs, strict=True)]


def read_head(data, where):
    """A checkpoint: origin, size and root that a log signed (C2SP tlog-checkpoint)."""
    text, signatures = read_note(data, where)
    lines = text.split("\n")
    try:
        return {"origin": lines[0], "size": int(lines[1]), "root": unbase64(lines[2]),
                "text": text, "signatures": signatures}  # fmt: skip
    except (ValueError, IndexError):
        raise Wrong(f"{where}: no checkpoint") from None


def signed_by_log(head, key):
    own = [blob for name, id_, blob in head["signatures"] if (name, id_) == (key.name, key.id)]
    return bool(own) and all(key.signed(head["text"].encode(), blob) for blob in own)


# ── trees (RFC 6962, 2.1) ─────────────────────────────────────────────────────────────────────


def leaf_hash(leaf):
    return sha256(b"\x00" + leaf)


def pairs(row):
    return [sha256(b"\x01" + row[i] + row[i + 1]) for i in range(0, len(row) - 1, 2)] + row[len(row) & ~1 :]


def root_of(row):
    """The root over these leaf hashes; an odd last one moves up as it is."""
    if not row:
        return sha256(b"")
    while len(row) > 1:
        row = pairs(row)
    return row[0]


# ── one log ───────────────────────────────────────────────────────────────────────────────────


class Log:
    """One log's folder, read and checked on its own."""

    def __init__(self, folder, id_):
        self.folder, self.id = folder / id_, id_
        where = f"{id_}/checkpoint"
        self.head = read_head(self.file("checkpoint"), where)
        self.origin, self.size = self.head["origin"], self.head["size"]
        need(sha256(self.origin.encode()).hex() == id_, where, f"this is {self.origin}, which belongs elsewhere")
        need(self.size > 0, where, "a log without the entry that begins one")
        self.keys, self.cosigners, self.next_key, self.genesis = {}, [], "", ""
        self.hashes, self.ids, self.refs, self.heads, self.blobs = [], set(), [], [], []
        self.above = []  # the roots of each 256 entries
        for n in range((self.size + 255) // 256):
            self.read_bundle(n)
        self.check_tiles()
        need(signed_by_log(self.head, self.log_key), where, "not signed by the log's own key")

    def file(self, path):
        try:
            return (self.folder / path).read_bytes()
        except FileNotFoundError:
            raise Wrong(f"{self.id}/{path}: nothing there") from None

    def tile(self, level, n, width):
        """A stored tile; the full one may stand in for a partial one."""
        digits = f"{n:03d}".zfill(-(-len(f"{n:03d}") // 3) * 3)
        parts = [digits[i : i + 3] for i in range(0, len(digits), 3)]
        full = f"tile/{level}/" + "".join(f"x{part}/" for part in parts[:-1]) + parts[-1]
        partial = f"{full}.p/{width}"
        path = full if width == 256 or not (self.folder / partial).exists() else partial
        return path, self.file(path)

    def read_bundle(self, n):
        """The entries of one bundle: each with its length in two bytes before it."""
        width = min(256, self.size - 256 * n)
        path, data = self.tile("entries", n, width)
        at = 0
        for index in range(256 * n, 256 * n + width):
            end = at + 2 + int.from_bytes(data[at : at + 2], "big")
            need(at + 2 <= end <= len(data) and at + 2 <= len(data), f"{self.origin}#{index}", f"{path} is cut off")
            self.read_entry(index, data[at + 2 : end])
            at = end
        need(at == len(data) or (width < 256 and ".p/" not in path), f"{self.id}/{path}", "longer than its entries")

    def read_entry(self, index, leaf):
        """One entry: a note of two lines, one signature, and what it says of itself."""
        where = f"{self.origin}#{index}"
        text, signatures = read_note(leaf, where)
        lines = text.split("\n")
        need(len(lines) == 3 and lines[0] == "truceline/entry/v1" and len(signatures) == 1, where, "no entry")
        try:
            entry = read_json(lines[1])
            need(well_formed(entry), where, "members of another form")
            place = [entry[member] for member in ("origin", "seq", "genesis")]
            kind, id_, refs, payload = entry["kind"], entry["id"], entry["refs"], entry.get("payload", {})
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise Wrong(f"{where}: no entry") from None
        need(place == [self.origin, index, self.genesis], where, f"written for another log or place: {place}")
        need(id_ not in self.ids, where, f"the id {id_} a second time")
        new = self.enrolled(index, kind, payload, where)
        keys = {**self.keys, **new}
        [(name, key_id, signature)] = signatures
        need((name, key_id) in keys, where, f"signed by {name}, no key of this log at that point")
        need(keys[name, key_id].signed(text.encode(), signature), where, f"the signature of {name} does not hold")
        self.take(index, leaf, kind, payload, keys, bool(new))
        self.ids.add(id_)
        self.refs += [(where, ref) for ref in refs]
        self.blobs += [(where, entry["blob"], kind)] if "blob" in entry else []
        if kind == "anchor":
            self.anchored(where, payload)

    def anchored(self, where, payload):
        """Keep the heads that an anchor embeds, to be compared."""
        texts = payload.get("checkpoints") if isinstance(payload, dict) else None
        self.heads += [(where, text) for text in texts if isinstance(text, str)] if isinstance(texts, list) else []

    def enrolled(self, index, kind, payload, where):
        """The entry key that this entry enrols: in the first entry, or if its hash was published before."""
        purpose = payload.get("purpose")
        if index == 0:
            need((kind, purpose) == ("key.enrolled", "genesis"), where, "a log begins by enrolling its keys")
            key = self.below(Key(payload.get("entry_key"), 1, where), where)
            return {(key.name, key.id): key}
        if (kind, purpose) != ("key.enrolled", "entry"):
            return {}
        try:
            key = self.below(Key(payload.get("entry_key"), 1, where), where)
        except Wrong:
            return {}
        known = sha256(key.raw).hex() == self.next_key and is_hash(payload.get("next_entry_key"))
        return {(key.name, key.id): key} if known else {}

    def below(self, key, where):
        """The key, which must be named below its log: nobody enrols another's as its own."""
        need(key.name.startswith(f"{self.origin}/"), where, f"a key with another log's name: {key.name}")
        return key

    def take(self, index, leaf, kind, payload, keys, has_new):
        """The log and its keys after an entry that holds."""
        where = f"{self.origin}#{index}"
        self.hashes.append(leaf_hash(leaf))
        if index == 0:
            self.genesis, self.role = self.hashes[0].hex(), payload.get("role")
            self.log_key = Key(payload.get("log_key"), 1, where)
            cosigners = [Key(payload.get(f"{one}_key"), 4, where) for one in ("witness", "mirror")]
            self.cosigners = [self.below(key, where) for key in cosigners]
            said = [payload.get("name"), self.role, payload.get("actor", ""), payload.get("succeeds", "")]
            need(all(isinstance(text, str) for text in said), where, "no name or role")
            need(self.log_key.name == self.origin, where, "the log key has another name than the log")
            raws = {key.raw for key in [*keys.values(), self.log_key, *self.cosigners]}
            need(len(raws) == 4, where, "the keys of log, entries, witness and mirror must differ")
            hashes = payload.get("next_entry_key"), payload.get("next_log_key")
            need(all(map(is_hash, hashes)), where, "the hashes of the next keys are missing")
        if has_new:
            self.next_key = payload["next_entry_key"]
        elif kind == "key.enrolled" and payload.get("purpose") in ("witness", "mirror"):
            with suppress(Wrong):  # a key that is none is not enrolled
                key = Key(payload.get(f"{payload['purpose']}_key"), 4, where)
                self.cosigners.append(self.below(key, where))
        if kind == "key.retired":
            left = {known: key for known, key in keys.items() if key.name != payload.get("key")}
            keys = left or keys
        self.keys = keys

    def check_tiles(self):
        """Every stored tile is what the entries give, and so is the root that the log signed."""
        level, row = 0, self.hashes
        while row:
            for n in range((len(row) + 255) // 256):
                there = row[256 * n : 256 * n + 256]
                path, data = self.tile(level, n, len(there))
                fits = len(data) in (32 * len(there), 8192) and data[: 32 * len(there)] == b"".join(there)
                need(fits, f"{self.id}/{path}", "not the hashes of these entries")
            row = [root_of(row[i : i + 256]) for i in range(0, len(row) - 255, 256)]
            self.above = self.above or row
            level += 1
        root = self.root_at(self.size)
        need(root == self.head["root"], f"{self.id}/checkpoint", f"another root than the entries' {root.hex()}")

    def root_at(self, size):
        """The root over the first entries, by the roots of each 256."""
        rest = self.hashes[size - size % 256 : size]
        return root_of(self.above[: size // 256] + ([root_of(rest)] if rest else []))


# ── what an entry must look like ──────────────────────────────────────────────────────────────


def once(members):
    if len(dict(members)) != len(members):
        raise ValueError("a member twice")
    return dict(members)


def no_float(text):
    raise ValueError(f"{text}: machines differ in how they round")


def bounded(text):
    if len(text) > 17 or abs(int(text)) > 2**53 - 1:
        raise ValueError(f"{text}: machines differ in how great numbers they keep")
    return int(text)


def read_json(line):
    return json.loads(line, object_pairs_hook=once, parse_float=no_float, parse_constant=no_float, parse_int=bounded)


NAME = r"[^\s+\x00-\x1f]{1,255}"
TEXTS = {"origin": NAME, "kind": "[a-z][a-z0-9_.]{0,63}", "id": "[0-9a-f]{32}", "time": r"[0-9-]{10}T[0-9:]{8}Z"}


def like(form, text):
    return isinstance(text, str) and re.fullmatch(form, text) is not None


def well_formed(entry):
    """Nine members: eight that are always there, and one of three that says what the entry says."""
    [said] = {"payload", "blob", "commitments"} & entry.keys()
    of_said = {
        "payload": lambda payload: isinstance(payload, dict),
        "blob": is_hash,
        "commitments": lambda hashes: type(hashes) is list and len(hashes) > 0 and all(map(is_hash, hashes)),
    }
    datetime.fromisoformat(entry["time"].removesuffix("Z"))
    return (
        len(entry) == 9
        and of_said[said](entry[said])
        and all(like(form, entry[member]) for member, form in TEXTS.items())
        and (entry["genesis"] == "" or is_hash(entry["genesis"]))
        and type(entry["seq"]) is int
        and type(entry["audience"]) is list
        and all(like(NAME, one) for one in entry["audience"])
        and type(entry["refs"]) is list
        and all(like(NAME, o) and type(i) is int and i >= 0 and is_hash(leaf) for o, i, leaf in entry["refs"])
    )


# ── between logs ──────────────────────────────────────────────────────────────────────────────


def check_cosignatures(log, known):
    """Cosignatures of a log's head: eight bytes of time, then a signature (C2SP tlog-cosignature)."""
    names = []
    for name, id_, blob in log.head["signatures"]:
        key = known.get((name, id_))
        if key:
            message = f"cosignature/v1\ntime {int.from_bytes(blob[:8], 'big')}\n{log.head['text']}".encode()
            need(key.signed(message, blob[8:]), f"{log.id}/checkpoint", f"the cosignature of {name} does not hold")
            names.append(name)
    return names


def check_heads(logs):
    """Embedded heads of other logs are signed, and prefixes of what is here; how many could be compared."""
    count = 0
    for where, text in (one for log in logs.values() for one in log.heads):
        head = read_head(text.encode(), where)
        log = logs.get(head["origin"])
        if log is None:
            continue
        need(signed_by_log(head, log.log_key), where, f"a head that {log.origin} did not sign")
        if head["size"] <= log.size:
            need(
                log.root_at(head["size"]) == head["root"],
                where,
                f"{log.origin} SIGNED TWO HISTORIES of {head['size']} entries",
            )
            count += 1
    return count


def check_refs(logs):
    """References name entries that are there; how many could be compared."""
    count = 0
    for where, (origin, index, leaf) in (one for log in logs.values() for one in log.refs):
        log = logs.get(origin)
        if log and index < log.size:
            need(log.hashes[index].hex() == leaf, where, f"refers to another entry than {origin}#{index}")
            count += 1
    return count


def check_blobs(folder, logs):
    """Payloads kept apart have the digest that their entry names; how many are here."""
    count = 0
    for log, where, digest, kind in [(of, *blob) for of in logs.values() for blob in of.blobs]:
        need(is_hash(digest), where, "a payload's digest that is none")
        path = folder / "blob" / digest
        if path.exists():
            data = path.read_bytes()
            need(sha256(data).hex() == digest, f"blob/{digest}", f"not the payload that {where} names")
            count += 1
            if kind == "anchor":  # one too long to stand in its entry
                with suppress(ValueError, RecursionError):
                    log.anchored(where, json.loads(data))
    return count


def words(fingerprint):
    """The first 16 bytes of a hash as eight words (proquints, arXiv 0901.4016)."""
    spoken = []
    for i in range(0, 16, 2):
        bits = int.from_bytes(fingerprint[i : i + 2], "big")
        consonants = ["bdfghjklmnprstvz"[bits >> shift & 15] for shift in (12, 6, 0)]
        vowels = ["aiou"[bits >> shift & 3] for shift in (10, 4)]
        spoken.append(consonants[0] + vowels[0] + consonants[1] + vowels[1] + consonants[2])
    return "-".join(spoken)


def check(folder):
    """Check a whole folder; raises Wrong. Returns the lines to print."""
    ids = sorted(one.name for one in folder.iterdir() if is_hash(one.name))
    need(ids, folder, "no log in this folder")
    logs = {}
    for id_ in ids:
        log = Log(folder, id_)
        logs[log.origin] = log
    known = {(key.name, key.id): key for log in logs.values() for key in log.cosigners}
    lines = []
    for log in logs.values():
        cosigned = ", ".join(check_cosignatures(log, known)) or "nobody known here"
        lines += [f"{log.origin} ({log.role}): {log.size} entries, root {log.head['root'].hex()}"]
        lines += [f"  fingerprint: {words(log.hashes[0])}", f"  cosigned by: {cosigned}"]
    blobs, heads, refs = check_blobs(folder, logs), check_heads(logs), check_refs(logs)
    total = sum(log.size for log in logs.values())
    lines += [f"all holds: {total} entries, {heads} embedded heads, {refs} references, {blobs} payloads kept apart"]
    return lines


# ── a disclosure ──────────────────────────────────────────────────────────────────────────────

MEMBERS = {"format", "origin", "index", "entry", "proof", "genesis", "enrolled", "opened"}
ASPECTS = ("what it is", "who", "when", "where", "what", "words", "files", "terms")


class Carried(Log):
    """The few entries of a log that a disclosure carries, each proved to stand in it."""

    def __init__(self, origin, head):
        self.id, self.origin, self.size, self.head = origin, origin, head["size"], head
        self.keys, self.cosigners, self.next_key, self.genesis = {}, [], "", ""
        self.hashes, self.ids, self.refs, self.heads, self.blobs, self.last = [], set(), [], [], [], -1

    def proved(self, entry, proof):
        """One entry, further on in the log than the one before; its members."""
        above, _, note = proof.partition("\n\n")
        first, *lines = above.split("\n")
        lines = lines[1:] if lines and lines[0].startswith("extra ") else lines
        index = int(lines[0].removeprefix("index "))
        where = f"{self.origin}#{index}"
        need(first == "c2sp.org/tlog-proof@v1" and lines[0] == f"index {index}", where, "no proof of an entry")
        need(read_head(note.encode(), where) == self.head, where, "proved under another head")
        leaf = entry.encode()
        need(self.last < index < self.size, where, "out of its order, or beyond the head")
        root = climbed(index, self.size, leaf_hash(leaf), [unbase64(line) for line in lines[1:]])
        need(root == self.head["root"], where, "not the entry that stands there")
        self.read_entry(index, leaf)
        self.last = index
        return read_json(entry.split("\n")[1])


def climbed(index, size, node, path):
    """The root to which a path leads up from a leaf (RFC 9162, 2.1.3.2); empty where it leads to none."""
    last = size - 1
    for other in path:
        if not last:
            return b""
        if index % 2 or index == last:
            node = sha256(b"\x01" + other + node)
            while index and not index % 2:
                index, last = index // 2, last // 2
        else:
            node = sha256(b"\x01" + node + other)
        index, last = index // 2, last // 2
    return b"" if last else node


def committed(origin, id_, one):
    """The commitment that an opened field opens."""
    salt, payload = bytes.fromhex(one["salt"]), one["payload"].encode()
    name = origin.encode()
    before = b"truceline/commit/v1\x00" + len(name).to_bytes(8, "big") + name + bytes.fromhex(id_)
    field = bytes([one["field"]]) + salt + len(payload).to_bytes(8, "big") + payload
    return sha256(before + field + bytes(one["padding"])).hex()


def opening_like(one):
    return (
        isinstance(one, dict)
        and {"field", "salt", "payload"} <= one.keys() <= {"field", "salt", "payload", "padding"}
        and all(type(one.setdefault(name, 0)) is int for name in ("field", "padding"))
        and 0 <= one["field"] < len(ASPECTS)
        and 0 <= one["padding"] < 65536
        and is_hash(one["salt"])
        and isinstance(one["payload"], str)
        and isinstance(read_json(one["payload"]), dict)
    )


def check_disclosure(data, where):
    """Check a disclosure file; raises Wrong. Returns the lines to print."""
    try:
        return disclosed(read_json(data.decode()), where)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise Wrong(f"{where}: no disclosure") from None


def disclosed(tree, where):
    need(tree.keys() == MEMBERS and tree["format"] == "truceline/disclosure/v1", where, "no disclosure")
    first = tree["genesis"]
    head = read_head(first["proof"].partition("\n\n")[2].encode(), where)
    log = Carried(tree["origin"], head)
    need(head["origin"] == log.origin, where, f"a head of {head['origin']}, not of {log.origin}")
    log.proved(first["entry"], first["proof"])
    need(log.last == 0 and signed_by_log(head, log.log_key), where, "a head that the log did not sign")
    for one in tree["enrolled"]:
        kind = log.proved(one["entry"], one["proof"])["kind"]
        need(kind in ("key.enrolled", "key.retired"), where, f"{kind} among the entries that enrol keys")
    entry = log.proved(tree["entry"], tree["proof"])
    need((entry["kind"], log.last) == ("sealed", tree["index"]), where, f"no sealed entry at {tree['index']}")
    opened = tree["opened"]
    need(opened and all(map(opening_like, opened)), where, "no opened fields")
    fields = [one["field"] for one in opened]
    need(fields == sorted(set(fields)), where, "fields out of their order, or twice")
    for one in opened:
        shown = entry["commitments"][one["field"] : one["field"] + 1]
        fits = shown == [committed(log.origin, entry["id"], one)]
        need(fits, f"{log.origin}#{log.last}", f"field {one['field']} does not open its commitment")
    lines = [f"{log.origin} ({log.role}): sealed entry {log.last} of {log.size}, root {head['root'].hex()}"]
    lines += [f"  fingerprint: {words(bytes.fromhex(log.genesis))}"]
    others = [name for name, _, _ in head["signatures"] if name != log.origin]
    lines += [f"  head also signed, not checked here, by: {', '.join(others) or 'nobody'}"]
    lines += [f"  field {one['field']} ({ASPECTS[one['field']]}): {printable(one['payload'])}" for one in opened]
    return [*lines, f"all holds: {len(opened)} of {len(entry['commitments'])} fields told"]


def printable(text):
    """Text that cannot move the cursor, hide or turn round what stands beside it."""
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)


def main(arguments):
    path = Path(arguments[0]) if len(arguments) == 1 else None
    if path is None or not path.exists():
        print(__doc__, file=sys.stderr)
        return 2
    try:
        print("\n".join(check(path) if path.is_dir() else check_disclosure(path.read_bytes(), path.name)))
    except Wrong as wrong:
        print(f"WRONG: {wrong}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
