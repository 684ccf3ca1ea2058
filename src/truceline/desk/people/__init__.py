"""Officers of a body: their accounts, what unlocks them, and the tokens that stand for them."""

from truceline.desk.people.accounts import Added, Officer, Token, Unlocked, signed
from truceline.desk.people.people import NotUnlocked, People

__all__ = ["Added", "NotUnlocked", "Officer", "People", "Token", "Unlocked", "signed"]
