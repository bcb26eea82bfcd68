"""The whole exception tree. Every known error carries a sentence for the user.

Holds no logic beyond that. A *known* error is something the world does (a wrong passphrase, a full disk, a bad
file): it is shown as its sentence, in the page or on standard error, never as a traceback. Anything else that is
raised is a bug and reaches the global hook.

::

    IpasError
    ├── UsageError                 the command line was used wrongly (exit code 2)
    ├── InputError                 a file or text given to the program cannot be used
    │   └── FormPackRefused        a form pack that cannot be trusted or used; lists why
    ├── FormDefinitionError        a form, rule or reference file is malformed (a test catches it, never a user)
    ├── WriteError                 a file or folder could not be written; nothing half-written is left
    │   └── DiskFull
    ├── VaultError
    │   ├── VaultExists            there is a vault (or other files) in the folder already
    │   ├── NotAVault              the folder holds no vault
    │   ├── VaultInUse             another program has it open; names the holder
    │   ├── WrongPassphrase
    │   ├── WeakPassphrase
    │   ├── RecoveryKeyMistyped    a check symbol does not fit; names the group
    │   ├── WrongRecoveryKey
    │   ├── DeviceKeyUnavailable   the keyring has no usable secret, refuses one, or it has expired
    │   ├── WrongOrganisationKey   the organisation's private key opens no key slot
    │   ├── KeyFileDamaged
    │   ├── KeyFileTooNew
    │   ├── VaultTooNew            a newer program wrote it; nothing was touched
    │   ├── VaultDamaged
    │   ├── VaultMismatched        the key file and the database belong to different vaults
    │   ├── VaultNotEncrypted      a database that is not encrypted lies in the place of the vault's
    │   └── VaultUnwritable        read-only, vanished, or no permission
    ├── CaseError
    │   ├── CaseNotFound
    │   └── CaseNotReady           finalising stopped by checks; lists them
    └── PackageError
        ├── WrongIdentityPassword
        ├── IdentityUnusable       expired, not yet valid, weak, or not allowed to sign
        ├── PackageUnreadable      not a PDF, truncated, encrypted, or too large to judge
        └── PackageNotVerified     the package just made did not pass its own check; nothing was kept
"""

from __future__ import annotations

from typing import Any


class IpasError(Exception):
    """A known error: ``str(error)`` is one plain paragraph that says what happened, what is safe and what to do."""


class UsageError(IpasError):
    """The command line was used wrongly."""


class InputError(IpasError):
    """A file or text given to the program cannot be used."""


class FormPackRefused(InputError):
    """A form pack cannot be trusted or used; ``findings`` are the ``packs.findings.Finding`` that say why."""

    def __init__(self, sentence: str, findings: tuple[Any, ...] = ()) -> None:
        super().__init__(sentence)
        self.findings = findings


class FormDefinitionError(IpasError):
    """A form, rule or reference file is malformed."""


class WriteError(IpasError):
    """A file or folder could not be written; nothing half-written is left behind."""


class DiskFull(WriteError):
    """The disk is full."""


class VaultError(IpasError):
    """Something about the vault."""


class VaultExists(VaultError):
    """There is a vault, or another file in its place, in the folder already."""


class NotAVault(VaultError):
    """The folder holds no vault."""


class VaultInUse(VaultError):
    """Another program has the vault open."""


class WrongPassphrase(VaultError):
    """The passphrase opens no key slot."""


class WeakPassphrase(VaultError):
    """The passphrase is too short or too easily guessed."""


class RecoveryKeyMistyped(VaultError):
    """A check symbol of the recovery key does not fit."""


class WrongRecoveryKey(VaultError):
    """The recovery key is well formed but opens no key slot."""


class DeviceKeyUnavailable(VaultError):
    """The operating system's keyring has no usable secret for the vault, refuses to keep one, or it has expired."""


class WrongOrganisationKey(VaultError):
    """The organisation's private key is unreadable or opens no key slot."""


class KeyFileDamaged(VaultError):
    """Both copies of the key file are damaged or were tampered with."""


class KeyFileTooNew(VaultError):
    """The key file was written by a newer version of the program."""


class VaultTooNew(VaultError):
    """The database was written by a newer version of the program; nothing was touched."""


class VaultDamaged(VaultError):
    """The database is damaged."""


class VaultMismatched(VaultError):
    """The key file and the database belong to different vaults."""


class VaultNotEncrypted(VaultError):
    """A database that is not encrypted lies in the place of the vault's."""


class VaultUnwritable(VaultError):
    """The vault's folder is read-only, has vanished, or may not be written."""


class CaseError(IpasError):
    """Something about one case."""


class CaseNotFound(CaseError):
    """The vault holds no such case."""


class CaseNotReady(CaseError):
    """Checks stop the case from being finalised; ``findings`` are the ``cases.findings.Finding`` that do."""

    def __init__(self, sentence: str, findings: tuple[Any, ...] = ()) -> None:
        super().__init__(sentence)
        self.findings = findings


class PackageError(IpasError):
    """Something about a package or a signing identity."""


class WrongIdentityPassword(PackageError):
    """The password does not open the signing identity."""


class IdentityUnusable(PackageError):
    """The certificate is expired, not yet valid, too weak, or not allowed to sign."""


class PackageUnreadable(PackageError):
    """The file is not a PDF that can be judged."""


class PackageNotVerified(PackageError):
    """A package just made did not pass its own verification; it was not kept."""
