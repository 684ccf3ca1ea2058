"""The worked bytes of the record's format: one small log, made from fixed keys, as its readers find it.

Everything shown is computed here by the package, so that the page cannot part from the code; whoever writes another
reader can compare byte by byte.
"""

from hashlib import sha256

from truceline.desk.node.sync.asking import Request, header
from truceline.tlog import checkpoint, keys, note, tiles
from truceline.tlog.commitment import Opening, commit, preimage
from truceline.tlog.cosign import cosignature
from truceline.tlog.entry import Entry, make
from truceline.tlog.keys import COSIGNATURE_KEY, NOTE_KEY, Signer
from truceline.tlog.merkle import EMPTY_EDGE, leaf_hash, node_hash

LOG_SEED, ENTRY_SEED, NEXT_ENTRY_SEED, NEXT_LOG_SEED, COSIGNER_SEED = (bytes([n]) * 32 for n in range(1, 6))
TIMES = ("2031-05-01T08:00:00Z", "2031-05-01T08:05:00Z", "2031-05-01T08:10:00Z")
COSIGNED_S = 1_935_389_460  # 2031-05-01T08:11:00Z, by the cosigner's own clock


def origin() -> str:
    """The example's log: a name, and the first eight hex digits of its log key's hash."""
    raw = Signer.from_seed("any", NOTE_KEY, LOG_SEED).public.raw
    return f"truceline/example-{sha256(raw).hexdigest()[:8]}"


def log_key() -> Signer:
    """Signs the example's checkpoints."""
    return Signer.from_seed(origin(), NOTE_KEY, LOG_SEED)


def entry_key() -> Signer:
    """Signs the example's entries."""
    return Signer.from_seed(f"{origin()}/entry/1", NOTE_KEY, ENTRY_SEED)


def cosigner() -> Signer:
    """A second node's witness key."""
    return Signer.from_seed("truceline/second/witness", COSIGNATURE_KEY, COSIGNER_SEED)


def entries() -> list[Entry]:
    """The three entries of the example."""
    own = {name: Signer.from_seed(f"{origin()}/{name}", COSIGNATURE_KEY, LOG_SEED) for name in ("witness", "mirror")}
    ahead = {
        name: sha256(Signer.from_seed("any", NOTE_KEY, seed).public.raw).hexdigest()
        for name, seed in (("next_entry_key", NEXT_ENTRY_SEED), ("next_log_key", NEXT_LOG_SEED))
    }
    first = make(
        origin(), "", 0, "key.enrolled", "00" * 16, TIMES[0], entry_key(),
        payload={
            "purpose": "genesis", "name": "Example", "role": "monitor",
            "log_key": log_key().public.vkey, "entry_key": entry_key().public.vkey,
            "witness_key": own["witness"].public.vkey, "mirror_key": own["mirror"].public.vkey, **ahead,
        },
    )  # fmt: skip
    reply = {"text": {"en": "We were not there."}}
    second = make(origin(), first.hash, 1, "reply.made", "01" * 16, TIMES[1], entry_key(), payload=reply)
    third = make(
        origin(), first.hash, 2, "reply.made", "02" * 16, TIMES[2], entry_key(),
        refs=[second.ref], payload={"text": {"en": "Nor were our neighbours."}},
    )  # fmt: skip
    return [first, second, third]


def _block(text: str) -> str:
    return f"```text\n{text.rstrip(chr(10))}\n```"


def key_text() -> str:
    """Keys, ids and words."""
    public = log_key().public
    said = {
        "seed of the log key": LOG_SEED.hex(),
        "its public key": public.raw.hex(),
        "its name, the log's origin": public.name,
        "key id": public.id.hex(),
        "verifier key (vkey)": public.vkey,
        "genesis, the leaf hash of entry 0": entries()[0].hash,
        "the same in words": keys.words(bytes.fromhex(entries()[0].hash)),
    }
    return _block("\n".join(f"{name}:\n    {value}" for name, value in said.items()))


def entry_text() -> str:
    """The second entry's bytes and hash."""
    leaf = entries()[1].leaf
    return f"{_block(leaf.decode())}\n\n{len(leaf)} bytes; leaf hash `{leaf_hash(leaf).hex()}`."


def tree_text() -> str:
    """The tree of three entries, by hand and by the growing edge."""
    a, b, c = (leaf_hash(one.leaf) for one in entries())
    root = node_hash(node_hash(a, b), c)
    assert root == EMPTY_EDGE.grown([a, b, c]).root()  # noqa: S101 - two ways to the same root
    lines = [f"h0 {a.hex()}", f"h1 {b.hex()}", f"h2 {c.hex()}", f"h01 {node_hash(a, b).hex()}", f"root {root.hex()}"]
    return _block("\n".join(lines))


def checkpoint_text() -> str:
    """The checkpoint of the three entries, cosigned."""
    hashes = [leaf_hash(one.leaf) for one in entries()]
    signed = checkpoint.signed(origin(), 3, EMPTY_EDGE.grown(hashes).root(), log_key())
    text = note.Note.parse(signed).text
    return _block(note.with_signatures(signed, cosignature(text, cosigner(), COSIGNED_S)).decode())


def tile_text() -> str:
    """What lies where in an exported log."""
    bundle = tiles.bundle([one.leaf for one in entries()])
    hashes = b"".join(leaf_hash(one.leaf) for one in entries())
    log = sha256(origin().encode()).hexdigest()
    rows = [
        f"{log}/checkpoint",
        f"{log}/tile/0/000.p/3          {len(hashes)} bytes, SHA-256 {sha256(hashes).hexdigest()[:16]}…",
        f"{log}/tile/entries/000.p/3    {len(bundle)} bytes, SHA-256 {sha256(bundle).hexdigest()[:16]}…",
        "blob/<SHA-256 of the blob>",
    ]
    return _block("\n".join(rows))


def commitment_text() -> str:
    """One field of a sealed entry, part by part, and its commitment."""
    name, told = "03" * 16, Opening(3, bytes(range(32)), b'{"place_name":"The crossing"}', 35)
    place, payload = origin().encode(), told.payload
    parts = [
        ("the label and a zero", b"truceline/commit/v1\0"),
        ("how long the origin is", len(place).to_bytes(8, "big")),
        ("the origin", place),
        ("the entry's id", bytes.fromhex(name)),
        ("the field", bytes([told.index])),
        ("the salt", told.salt),
        ("how long the payload is", len(payload).to_bytes(8, "big")),
        ("the payload", payload),
        ("the padding, here up to 64", bytes(told.padding)),
    ]
    assert b"".join(part for _, part in parts) == preimage(origin(), name, told)  # noqa: S101 - two ways to the bytes
    said = "\n".join(f"{what}:\n    {part.hex()}" for what, part in parts)
    return f"{_block(said)}\n\nCommitment: `{commit(origin(), name, told)}`."


def request_text() -> str:
    """A signed request for a blob: the lines that are signed, and the header that says so."""
    asked = Request("GET", f"/blob/{sha256(b'a long text').hexdigest()}", "north.example")
    nonce = bytes(range(16))
    signed = asked.signed_text(COSIGNED_S, nonce.hex()).decode()
    return _block(f"{signed}\nAuthorization: {header(asked, cosigner(), COSIGNED_S, nonce)}\n")
