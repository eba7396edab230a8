"""Saves the recovery sheet of a protected journal, only where the user says."""

from __future__ import annotations

from pathlib import Path

from app.exchange.recovery_sheet import make_pdf
from app.model.errors import FileWriteError, InputError
from app.model.texts import _
from app.services.day_words import long_date
from app.services.vault import recovery_code
from app.services.workspace import Workspace
from app.store.files import write_whole


def suggested_sheet(workspace: Workspace) -> str:
    """A file name for the sheet."""
    return _("Recovery sheet of {name}.pdf").format(name=workspace.path.stem)


def save_sheet(workspace: Workspace, out: Path, *, overwrite: bool = False) -> None:
    """Write the sheet whole or not at all, readable by its owner alone.

    Raises:
        InputError: the journal has no passphrase.
        FileWriteError: something is there, or the place cannot be written to.
    """
    key = workspace.key
    if key is None:
        raise InputError(
            _("This journal has no passphrase, so it has no recovery code."),
            _("Set a passphrase in Settings first."),
        )
    if not overwrite and out.exists():
        raise FileWriteError(
            _("“{name}” is there already.").format(name=out.name), _("Choose another name.")
        )
    made = make_pdf(
        workspace.path.stem,
        recovery_code(key),
        long_date(workspace.today),
        int(workspace.clock.now().timestamp()),
        str(workspace.setting("paper")),
    )
    try:
        write_whole(out, made)
    except OSError as error:
        raise FileWriteError(
            _("The recovery sheet was not saved as “{name}”: {why}.").format(
                name=out.name, why=error.strerror or error
            ),
            _("Save it in another folder."),
        ) from error
