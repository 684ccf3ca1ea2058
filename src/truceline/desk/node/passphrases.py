"""Where a passphrase comes from when nobody is asked: the environment, a file, a credential of the service manager.

`$TRUCELINE_PASSPHRASE`, the file that `$TRUCELINE_PASSPHRASE_FILE` names, or `truceline-passphrase` in
`$CREDENTIALS_DIRECTORY` (systemd's LoadCredential), in this order. A door asks a person where there is none.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from truceline.errors import Locked


def passphrase(environment: Mapping[str, str] = os.environ) -> str | None:
    """The passphrase given from outside, without the newline a file ends in; None where there is none.

    Raises Locked where a file is named that cannot be read.
    """
    said = environment.get("TRUCELINE_PASSPHRASE")
    if said:
        return said
    path = _file(environment)
    if path is None:
        return None
    try:
        return path.read_text(encoding="utf-8").removesuffix("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Locked(f"the passphrase file {path} cannot be read: {error}; mend its place or its permissions") from None


def _file(environment: Mapping[str, str]) -> Path | None:
    if environment.get("TRUCELINE_PASSPHRASE_FILE"):
        return Path(environment["TRUCELINE_PASSPHRASE_FILE"])
    credentials = environment.get("CREDENTIALS_DIRECTORY")
    path = Path(credentials) / "truceline-passphrase" if credentials else None
    return path if path and path.is_file() else None
