"""The officers of a body: accounts made, unlocked by password and code or by a token, disabled, their keys changed.

Whatever is wrong - name, password, code, a wait, a disabled account - the answer has the same words, and argon2 runs
once: who guesses learns nothing. Nothing here appends to the log; `enrolling` does. Which role may do what is for the
guard to say; here it is decided who somebody is, and what a token reaches.

What it does not do: keep out whoever has the machine while an officer is unlocked, whose memory then holds the body's
key; and call back what was read. A disabled officer who kept a copy of this file opens that copy: `rekey` is for that.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from truceline import canon
from truceline.desk import files
from truceline.desk.guard import Action, Role
from truceline.desk.node import database
from truceline.desk.node.founding import slug
from truceline.desk.node.ledger import FACTS, Facts
from truceline.desk.node.world import World
from truceline.desk.people import codes, lockout, tokens
from truceline.desk.people.accounts import (
    BODILESS,
    SALT_B,
    Added,
    Contents,
    Officer,
    Token,
    Unlocked,
    closed,
    opened,
    password_box,
    signer,
    unwrapped,
    vouched,
    wrapped,
)
from truceline.desk.people.store import Account, Store, without_secrets
from truceline.desk.sealing.age import Identity
from truceline.errors import Fault, Locked, RecordError, Refused, UnknownName
from truceline.period import Instant
from truceline.tlog.keys import NOTE_KEY, Signer

LEAST_PASSWORD, MOST_PASSWORD, MOST_NAME = 8, 1_000, 200  # characters
MOST_FORMER = 4  # identities of the body that are kept from before: for parcels on their way
MOST_TOKENS = 50  # at once, of one officer
_DECOY_BOX = bytes(200)  # no key opens it
NOT_UNLOCKED = (
    "nothing was unlocked: the name, the passphrase, the code or the token is not right or has ended, the account is "
    "disabled, or it waits after too many tries. Try again in some minutes, or at the terminal of the machine"
)


class NotUnlocked(Locked):
    """An officer was not let in; it never says why."""

    def __init__(self) -> None:
        """The same words in every case."""
        super().__init__(NOT_UNLOCKED)


class People(database.Closing):
    """The accounts of a node's officers."""

    def __init__(self, node_path: Path, world: World) -> None:
        """Open the file in a node's folder, or make it. Raises DataError, RecordError."""
        self._origin = canon.loads(Facts, files.read(node_path / FACTS)).origin
        self._world = world
        self._store = Store(node_path, world)

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    # ── what everybody at the machine may see ─────────────────────────────────────────────────

    def officers(self) -> tuple[Officer, ...]:
        """All accounts, by name, the disabled ones too."""
        return tuple(one.officer for one in self._store.accounts())

    def tokens(self) -> tuple[Token, ...]:
        """All tokens that have not ended."""
        now_s = self._world.now().epoch_s
        return tuple(one for one in self._store.tokens() if one.until_s > now_s)

    @property
    def recipient(self) -> str:
        """Of the body's key; empty while no officer opens anything."""
        return self._store.body().recipient

    @property
    def unfinished(self) -> bool:
        """Whether the body's key is newer than what the log and the vault have seen of it."""
        return self._store.body().unfinished

    def unenrolled(self) -> tuple[Officer, ...]:
        """Those whose signing key the log may not have yet."""
        return tuple(one.officer for one in self._store.accounts() if not one.enrolled and one.officer.active)

    def enrolled(self, officer: Officer) -> None:
        """Say that the log has an officer's signing key."""
        with self._store.writing() as db:
            db.execute("UPDATE officer SET enrolled = 1 WHERE name = ?", (officer.name,))

    def finished(self) -> None:
        """Say that the log has the body's key, and the vault is under it."""
        with self._store.writing() as db:
            db.execute("UPDATE body SET unfinished = 0")

    # ── accounts ──────────────────────────────────────────────────────────────────────────────

    def add(self, name: str, role: Role | str, password: str, by: Unlocked | None = None) -> Added:
        """Make an account. The first that opens anything makes the body's key; `by` hands it to the next ones.

        Raises Refused for a name that is taken, a short password, and where nobody hands the key on.
        """
        role, name = _checked(name, role, password), name.strip()
        seed, own, code_secret = self._world.random(32), Identity.make(), codes.new_secret(self._world)
        salt, body = self._world.random(SALT_B), self._store.body()
        key = Signer.from_seed(f"{self._origin}/officer/{slug(name)}", NOTE_KEY, seed)
        box = password_box(password, salt, body.stretching)
        contents = Contents(name, role.value, seed.hex(), code_secret, own.secret)
        with self._store.writing():
            self._free(name, key.public.name)
            secrets, recipient = self._handed_on(role, by)
            wrap = wrapped(secrets, own.recipient) if secrets else None
            officer = Officer(name, role, key.public.vkey, own.recipient, active=True, opens=bool(wrap))
            # A crash leaves no account and no key of the body, or both, not enrolled: `enrolling.mend` does that.
            mark = vouched(secrets[0], officer) if secrets else b""
            self._store.keep(Account(officer, salt, closed(box, contents, self._world), wrap, mark, 0, enrolled=False))
            if recipient:
                self._store.db.execute("UPDATE body SET recipient = ?, unfinished = 1", (recipient,))
        return Added(officer, code_secret, recipient)

    def _free(self, name: str, key_name: str) -> None:
        taken = [one.officer for one in self._store.accounts()]
        if any(name == one.name or one.vkey.partition("+")[0] == key_name for one in taken):
            raise Refused(f"an officer named {name} was added before; choose another name, also where it is disabled")

    def _handed_on(self, role: Role, by: Unlocked | None) -> tuple[tuple[str, ...], str]:
        """The body's identities for a new account, and the recipient where they begin with it."""
        if role in BODILESS:
            return (), ""
        if not self.recipient:
            first = Identity.make()
            return (first.secret,), first.recipient
        if by is None or by.body is None or by.token or by.body.recipient != self.recipient:
            raise Refused(
                f"nobody was added: a {role} opens what is sealed, and is handed the key by an officer who does, and "
                "who unlocks with the password; give --officer NAME"
            )
        return _secrets(by), ""

    def disable(self, name: str) -> Officer:
        """Disable an account for good: what its password opens, its wrap and its tokens are deleted.

        Raises UnknownName, and Refused for the last one that opens what is sealed.
        """
        with self._store.writing() as db:
            one = self._store.account(name)
            if one is None or not one.officer.active:
                raise UnknownName("officer", name, tuple(each.name for each in self.officers() if each.active))
            others = [each for each in self.officers() if each.opens and each.active and each.name != name]
            if one.officer.opens and not others:
                raise Refused(
                    f"{name} is the last officer who opens what is sealed: without that account nobody ever would. "
                    "Add another first"
                )
            self._store.keep(without_secrets(one))
            db.execute("DELETE FROM token WHERE officer = ?", (name,))
        self._store.rewrite()
        return one.officer

    # ── unlocking ─────────────────────────────────────────────────────────────────────────────

    def unlock(
        self, name: str, password: str, code: str | None = None, address: str = "", *, before: str = ""
    ) -> Unlocked:
        """The officer of that name. At an address a code is needed; at the terminal (no address) it may be left out.

        `before`: a token that the officer had, which may have ended; others' guesses do not make its bearer wait.
        Raises NotUnlocked, in the same words after the same work, whatever is wrong.
        """
        name, password, code = _encodable(name, password, code)
        now_s, body = self._world.now().epoch_s, self._store.body()
        with self._store.writing() as db:
            where = self._had(before, name) or address
            lanes = lockout.lanes(db, body.lane_key, name, where, now_s, own=where != address)
            let_in = lockout.begin(db, lanes, now_s)
        one = self._store.account(name)
        salt, box = (one.salt, one.box) if one and one.officer.active else (bytes(SALT_B), _DECOY_BOX)
        contents = opened(password_box(password, salt, body.stretching), box)
        if contents is None or one is None or not let_in or contents.name != name:
            raise NotUnlocked
        step = one.step if code is None else codes.step_of(contents.code_secret, code, now_s, one.step)
        if step is None or (address and code is None):
            raise NotUnlocked
        with self._store.writing() as db:
            # Looked at again: another process may have disabled the account meanwhile, or taken the same code.
            taken = "UPDATE officer SET step = ? WHERE name = ? AND active = 1 AND box = ? AND (? OR step < ?)"
            if not db.execute(taken, (step, name, one.box, code is None, step)).rowcount:
                raise NotUnlocked
            lockout.succeeded(db, lanes, now_s)
            self._empty_ended(now_s)
        return self._unlocked(one, contents, unwrapped(one.wrap, contents.identity), frozenset(Action))

    def _had(self, text: str, name: str) -> str:
        """A lane's name for the bearer of a token that this officer has or had within 30 days; empty otherwise."""
        raw = tokens.raw_of(text)
        found = tokens.hash_of(raw) if raw else b""
        row = self._store.db.execute("SELECT 1 FROM token WHERE hash = ? AND officer = ?", (found, name)).fetchone()
        return f"token {found.hex()}" if row else ""

    def _unlocked(
        self,
        one: Account,
        contents: Contents,
        secrets: tuple[str, ...],
        scopes: frozenset[Action],
        token: str = "",
    ) -> Unlocked:
        officer = replace(one.officer, role=Role(contents.role))
        current, *former = (Identity.read(secret) for secret in secrets) if secrets else (None,)
        return Unlocked(officer, current, tuple(former), scopes, signer(officer.vkey, contents.seed), token)

    # ── tokens ────────────────────────────────────────────────────────────────────────────────

    def issue(self, unlocked: Unlocked, scopes: Iterable[Action], until: Instant) -> str:
        """A token that stands for an officer until then, for these actions; its text is nowhere else.

        Raises Refused for an end that is not within 90 days, for scopes that no token has, and for a token's bearer.
        """
        wanted, now_s = frozenset(scopes), self._world.now().epoch_s
        _issuable(unlocked, wanted, until.epoch_s - now_s)
        raw, name = tokens.new(self._world), unlocked.officer.name
        words = tuple(sorted(one.value for one in wanted))
        contents = Contents(
            name,
            unlocked.officer.role.value,
            unlocked.signer.secret[:32].hex() if unlocked.signer and wanted & tokens.SIGNING else "",
            body=_secrets(unlocked) if wanted & tokens.OPENING else (),
            scopes=words,
            until_s=until.epoch_s,
        )
        row = (tokens.hash_of(raw), name, " ".join(words), until.epoch_s)
        with self._store.writing() as db:
            # A crash leaves the token, which nobody has seen, or none.
            self._may_have_another(unlocked, now_s)
            db.execute(
                "INSERT INTO token VALUES (?, ?, ?, ?, ?)", (*row, closed(tokens.box_of(raw), contents, self._world))
            )
        return tokens.text_of(raw)

    def _may_have_another(self, unlocked: Unlocked, now_s: int) -> None:
        """Raises where the officer was disabled or rekeyed meanwhile, or has too many."""
        self._empty_ended(now_s)
        one = self._store.account(unlocked.officer.name)
        if one is None or not one.officer.active:
            raise NotUnlocked
        if unlocked.body and unlocked.body.recipient != self.recipient:
            raise Refused("no token was issued: the body's key was changed meanwhile; unlock again")
        if sum(each.officer == unlocked.officer.name for each in self.tokens()) >= MOST_TOKENS:
            raise Refused(f"no token was issued: there are {MOST_TOKENS} already; revoke some")

    def _empty_ended(self, now_s: int) -> None:
        """Of tokens that have ended, what they opened is gone; their hashes stay 30 days, for whoever comes again."""
        self._store.db.execute("UPDATE token SET box = x'' WHERE until_s <= ?", (now_s,))
        self._store.db.execute("DELETE FROM token WHERE until_s <= ?", (now_s - lockout.KNOWN_S,))

    def by_token(self, text: str) -> Unlocked:
        """The officer for whom a token stands; raises NotUnlocked in the same words, whatever is wrong with it."""
        raw = tokens.raw_of(text)
        row = self._token(tokens.hash_of(raw)) if raw else None
        contents = opened(tokens.box_of(raw), row) if raw and row else None
        one = self._store.account(contents.name) if contents else None
        if raw is None or contents is None or one is None or not one.officer.active:
            raise NotUnlocked
        now_s = self._world.now().epoch_s
        if contents.until_s <= now_s:
            with self._store.writing():
                self._empty_ended(now_s)
            raise NotUnlocked
        scopes = frozenset(Action(word) for word in contents.scopes)
        return self._unlocked(one, contents, contents.body, scopes, tokens.hash_of(raw).hex()[:16])

    def _token(self, found: bytes) -> bytes | None:
        with database.errors(self._store.path):
            row = self._store.db.execute("SELECT box FROM token WHERE hash = ?", (found,)).fetchone()
        return row[0] if row and isinstance(row[0], bytes) else None

    def revoke(self, id: str) -> None:  # noqa: A002 - a token's own word
        """Revoke a token by its id; raises UnknownName."""
        with self._store.writing() as db:
            gone = db.execute("DELETE FROM token WHERE lower(substr(hex(hash), 1, 16)) = ?", (id,)).rowcount
            if not gone:
                raise UnknownName("token", id, tuple(one.id for one in self.tokens()))
        self._store.rewrite()

    # ── after a compromise ────────────────────────────────────────────────────────────────────

    def rekey(self, unlocked: Unlocked) -> Unlocked:
        """A new key of the body, wrapped for every officer who opens things; all tokens are gone. Who has it now.

        `enrolling.rekey` enrols it and has the vault wrapped anew. Raises Refused for who does not open anything.
        """
        if unlocked.body is None or unlocked.token or unlocked.body.recipient != self.recipient:
            raise Refused(
                "the key was not changed: that needs an officer who opens what is sealed, just unlocked by the password"
            )
        new = Identity.make()
        secrets = (new.secret, *_secrets(unlocked)[:MOST_FORMER])
        with self._store.writing() as db:
            # A crash leaves all under the old key, or the new key wrapped beside the old one for everybody, unfinished:
            # whoever unlocks next goes on from there.
            for one in self._handed(unlocked.body):
                wrap = wrapped(secrets, one.officer.recipient)
                self._store.keep(replace(one, wrap=wrap, vouched=vouched(new.secret, one.officer)))
            db.execute("DELETE FROM token")
            db.execute("UPDATE body SET recipient = ?, unfinished = 1", (new.recipient,))
        self._store.rewrite()
        former = (unlocked.body, *unlocked.former)[:MOST_FORMER]
        return replace(unlocked, body=new, former=former)

    def _handed(self, body: Identity) -> list[Account]:
        """The accounts that are to have the body's identity; raises RecordError for one that nobody vouched for."""
        found = [one for one in self._store.accounts() if one.wrap is not None]
        for one in found:
            if not hmac.compare_digest(one.vouched, vouched(body.secret, one.officer)):
                raise RecordError("the key was not changed", (self._tampered(one.officer.name),))
        return found

    def _tampered(self, name: str) -> Fault:
        cure = "Somebody without the body's key wrote there: find out who, disable the account, and rekey again."
        return Fault(str(self._store.path), 0, name, "an account as an officer made it", "another", cure)


def _checked(name: str, role: Role | str, password: str) -> Role:
    """The role; raises Refused for what cannot be an account."""
    if not name.strip() or len(name) > MOST_NAME or not name.isprintable():
        raise Refused(
            f"nobody was added: a name of 1 to {MOST_NAME} characters is wanted, as a post: Duty officer, north"
        )
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD or password != password.encode(errors="replace").decode():
        raise Refused(f"nobody was added: a passphrase of {LEAST_PASSWORD} to {MOST_PASSWORD} characters is wanted")
    try:
        return Role(role)
    except ValueError:
        raise UnknownName("role", str(role), tuple(Role)) from None


def _encodable(name: str, password: str, code: str | None) -> tuple[str, str, str | None]:
    """What was typed, no longer than can be right, and without what no text is made of."""
    typed = name[:MOST_NAME], password[: MOST_PASSWORD + 1], (code or "").replace(" ", "")[:16]
    name, password, plain = (text.encode(errors="replace").decode() for text in typed)
    return name, password, None if code is None else plain


def _secrets(unlocked: Unlocked) -> tuple[str, ...]:
    """The body's identities that an officer has, the newest first."""
    return tuple(one.secret for one in (unlocked.body, *unlocked.former) if one)


def _issuable(unlocked: Unlocked, wanted: frozenset[Action], lasts_s: int) -> None:
    if unlocked.token:
        raise Refused("no token was issued: a token begets none; unlock with the password")
    if not wanted or wanted - tokens.SCOPES:
        words = ", ".join(sorted(tokens.SCOPES))
        raise Refused(f"no token was issued: scopes are one or more of {words}")
    if not 0 < lasts_s <= tokens.LONGEST_S:
        raise Refused("no token was issued: its end must lie ahead, and within 90 days")
