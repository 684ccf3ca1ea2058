"""One-time codes of an authenticator app, by the clock (RFC 6238); the only user of pyotp.

Six digits, 30 seconds, SHA-1: what every such app can.

A code is asked at the network's door beside the password. The step of the clock that a code was of is kept, and no
code of that step or an earlier one is taken again: who reads one over a shoulder is late.
"""

from __future__ import annotations

import base64
import hmac

import pyotp

from truceline.desk.node.world import World

SECRET_B = 20  # of SHA-1's own length (RFC 4226, requirement 6)
STEP_S = 30
_AROUND = (-1, 0, 1)  # steps by which a telephone's clock may be off


def new_secret(world: World) -> str:
    """What an officer's app and the account share, in base32."""
    return base64.b32encode(world.random(SECRET_B)).decode()


def code_at(secret: str, now_s: int) -> str:
    """The code that an app shows at this time (seconds of the epoch)."""
    return str(pyotp.TOTP(secret).generate_otp(now_s // STEP_S))


def step_of(secret: str, code: str, now_s: int, after: int) -> int | None:
    """Which step of the clock a code is of; None where it is of none around now, or of none after `after`."""
    fits = [step for step in (now_s // STEP_S + off for off in _AROUND) if _same(secret, step, code)]
    return next((step for step in fits if step > after), None)


def _same(secret: str, step: int, code: str) -> bool:
    """Whether that is the step's code, found out in the same time for every code of that length."""
    return hmac.compare_digest(code_at(secret, step * STEP_S).encode(), code.encode())
