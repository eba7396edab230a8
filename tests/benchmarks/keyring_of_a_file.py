"""A keyring for measurements: what it holds stands in a file."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend


class FileKeyring(KeyringBackend):
    """Answers at once, so that nothing but Kith's own work is measured."""

    priority = 9  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        found: dict[str, str] = json.loads(Path(os.environ["KITH_KEYRING_FILE"]).read_text())
        return found.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError
