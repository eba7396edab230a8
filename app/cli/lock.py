"""`kith lock`: set, change and remove the passphrase, and show the recovery code."""

from __future__ import annotations

from argparse import Namespace

from app.cli.answer import Answer
from app.cli.desk import Desk
from app.model.errors import InputError
from app.model.texts import _
from app.services import vault


def status(desk: Desk, _options: Namespace) -> Answer:
    """Whether the journal has a passphrase."""
    path = desk.existing()
    locked = vault.is_protected(path)
    told = (
        _("{name} is protected by a passphrase.")
        if locked
        else _("{name} has no passphrase: whoever can read the file can read the journal.")
    )
    return Answer({"file": str(path), "protected": locked}, (told.format(name=path.name),))


def protect(desk: Desk, _options: Namespace) -> Answer:
    """Encrypt the journal under a passphrase."""
    path = desk.alone()
    if vault.is_protected(path):
        raise InputError(
            _("{name} has a passphrase already.").format(name=path.name),
            _("Change it with: kith lock change."),
        )
    passphrase = desk.passphrases.fresh(path, desk.passphrases.given(path))
    key = vault.protect(path, passphrase)
    key.wipe()
    return Answer(
        {"file": str(path), "protected": True},
        (
            _("{name} is protected now.").format(name=path.name),
            _strength(passphrase),
            _("Nobody can open it without the passphrase; keep a recovery code: kith lock code."),
        ),
    )


def change(desk: Desk, options: Namespace) -> Answer:
    """Another passphrase; with --new-key, everything is encrypted anew as well."""
    path = desk.alone()
    key = desk.unlock(path)
    fresh = desk.passphrases.fresh(path, desk.passphrases.given_new())
    if options.new_key:
        vault.renew(path, key, fresh).wipe()
    else:
        vault.change_passphrase(path, key, fresh)
    key.wipe()
    told = [_("{name} has another passphrase now.").format(name=path.name), _strength(fresh)]
    if options.new_key:
        told.append(_("It has a new key: recovery codes of before open it no more."))
    return Answer({"file": str(path), "protected": True, "new_key": options.new_key}, tuple(told))


def remove(desk: Desk, _options: Namespace) -> Answer:
    """Decrypt the journal."""
    path = desk.alone()
    key = desk.unlock(path)
    vault.unprotect(path, key)
    key.wipe()
    told = _("{name} has no passphrase any more: whoever can read the file can read the journal.")
    return Answer({"file": str(path), "protected": False}, (told.format(name=path.name),))


def code(desk: Desk, _options: Namespace) -> Answer:
    """The recovery code, for paper."""
    path = desk.existing()
    key = desk.unlock(path)
    found = vault.recovery_code(key)
    key.wipe()
    return Answer(
        {"file": str(path), "code": found},
        (found, _("It opens {name} like the passphrase. Keep it on paper.").format(name=path.name)),
    )


def _strength(passphrase: str) -> str:
    # The estimator loads its word lists, 30 ms that only a new passphrase has to pay for.
    from app.services.strength import strength

    found = strength(passphrase)
    return f"{found.word}. {found.sentence}"
