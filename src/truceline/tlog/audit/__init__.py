"""The audit of a record: every root, signature, cosignature, anchor and reference, derived again from the bytes.

A record is worth what somebody who trusts nobody can find wrong with it. So nothing stored is believed: trees are
hashed anew from the entries, every signature is verified by keys that the logs themselves enrolled, and each log's
word on another is held against that other. The first thing wrong ends the audit, with its place. Follows RECORD.md.

Pure: bytes come from a `Source`, and a pool of workers, where there is one, comes as `spread`. What entries mean is
not asked; payloads kept apart are compared by digest only, where they are here.
"""

from truceline.tlog.audit.bundles import Examined, Said, Work, examine
from truceline.tlog.audit.model import Source, Spread, Step, Tally
from truceline.tlog.audit.running import audit

__all__ = ["Examined", "Said", "Source", "Spread", "Step", "Tally", "Work", "audit", "examine"]
