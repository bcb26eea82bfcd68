"""The arguments of the program, and from them to the function that does the work.

Holds no work of its own. Argument names are the contract for scripts: they may be added to, never changed.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ipas_desktop import __version__, crash, paths
from ipas_desktop.cli import output
from ipas_desktop.errors import CaseNotReady, IpasError, UsageError

DONE, BAD_VERDICT, WRONG_USAGE, KNOWN_ERROR = 0, 1, 2, 3
_ADDED_FORMS = ("osja-capacity", "osja-case", "notification-after")

Act = Callable[[argparse.Namespace], int]


@dataclass(frozen=True, slots=True)
class CommandLine:
    """What was asked for. ``vault`` is the folder named, or None for the default."""

    arguments: argparse.Namespace
    vault: Path | None
    wants_window: bool


def read(arguments: Sequence[str]) -> CommandLine:
    """Read the arguments. Exits with code 2 and a usage line on standard error when they are wrong."""
    namespace = _parser().parse_args(list(arguments))
    return CommandLine(namespace, namespace.vault, not hasattr(namespace, "act"))


def run(command: CommandLine, *, probe_window: Callable[[], str]) -> int:
    """Do what was asked for and return the exit code. Known errors become one sentence on standard error."""
    namespace = command.arguments
    namespace.vault = namespace.vault or paths.default_vault()
    namespace.probe_window = probe_window
    act: Act = namespace.act
    return guarded(lambda: act(namespace))


def guarded(work: Callable[[], int]) -> int:
    """Do the work and return its exit code; whatever goes wrong becomes one sentence and its exit code."""
    try:
        return work()
    except IpasError as error:
        output.complain(str(error))
        return _exit_code(error)
    except KeyboardInterrupt:
        output.complain("Stopped. Nothing half-done was kept.")
    except BrokenPipeError:  # the reader, such as head, went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        _explain_fault(error)
    return KNOWN_ERROR


def _exit_code(error: IpasError) -> int:
    if isinstance(error, UsageError):
        return WRONG_USAGE
    return BAD_VERDICT if isinstance(error, CaseNotReady) else KNOWN_ERROR


def _explain_fault(error: Exception) -> None:
    where = crash.write_report(error, crash.now())
    kept = f" A report without any content of yours is in {where}." if where else ""
    output.complain(f"A fault in the program stopped this command ({type(error).__name__}). Nothing was lost.{kept}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ipas-desktop",
        description="Prepare engagement notifications and OSJA assessments offline. With no command, opens the window.",
        epilog="Exit codes: 0 done or good, 1 the verdict is bad, 2 wrong usage, 3 a known error.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"IPAS Desktop {__version__}")
    parser.add_argument("--vault", type=Path, metavar="DIR", default=None, help="the folder of the vault")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_demo(commands)
    _add_vault(commands)
    _add_case(commands)
    _add_country(commands)
    _add_package(commands)
    _add_identity(commands)
    _add_form(commands)
    _add_self_test(commands)
    return parser


class _Group:
    """A parser of sub-commands that share options."""

    def __init__(self, commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, text: str) -> None:
        self._parser = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
        self._commands = self._parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(self, name: str, text: str, act: str, *, vault: bool = False) -> argparse.ArgumentParser:
        return _add_command(self._commands, name, text, act, vault=vault)

    def group(self, name: str, text: str) -> _Group:
        return _Group(self._commands, name, text)


def _add_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    text: str,
    act: str,
    *,
    vault: bool = False,
) -> argparse.ArgumentParser:
    """Add one command. ``act`` names its function as ``module:function``; it is imported when the command runs."""
    parser = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
    parser.set_defaults(act=_imported_when_run(act))
    # SUPPRESS: a --vault before the command must survive the defaults of the command's own parser
    parser.add_argument("--vault", type=Path, metavar="DIR", default=argparse.SUPPRESS, help="the folder of the vault")
    parser.add_argument("--json", action="store_true", help="machine-readable output")
    if vault:
        parser.add_argument(
            "--passphrase-file", type=Path, metavar="FILE", help="a file whose first line opens the vault"
        )
    return parser


def _imported_when_run(act: str) -> Act:
    module_name, function_name = act.split(":")

    def run_it(namespace: argparse.Namespace) -> int:
        from importlib import import_module

        function: Act = getattr(import_module(f"ipas_desktop.cli.{module_name}"), function_name)
        return function(namespace)

    return run_it


def _add_demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = _add_command(commands, "demo", "sample engagement to vault to signed package to verdict", "demo:demo")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new or empty folder for the results")


def _add_vault(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = _Group(commands, "vault", "make and look after the encrypted vault")
    create = group.add("create", "make a new vault; prints its recovery key once", "vaults:create", vault=True)
    create.add_argument("--name", default="", help="your name as it should appear in histories and packages")
    group.add("info", "say what is in the folder, without opening the vault", "vaults:info")
    group.add("check", "open the vault and check every page, history and file in it", "vaults:check", vault=True)


def _add_case(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = _Group(commands, "case", "engagements in the vault")
    import_ = group.add("import", "take in a case that case export wrote", "cases:import_", vault=True)
    import_.add_argument("file", type=Path, metavar="FILE")
    group.add("list", "list the engagements", "cases:list_", vault=True)
    for name, text in (
        ("show", "what an engagement is and where it stands"),
        ("check", "what is missing or doubtful; exit code 1 when something stops signing"),
        ("finalise", "freeze the next revision"),
    ):
        group.add(name, text, f"cases:{name}", vault=True).add_argument("id", metavar="ID", help="id or reference")
    export = group.add(
        "export", "write an engagement as JSON, to standard output or a file", "cases:export", vault=True
    )
    export.add_argument("id", metavar="ID", help="id or reference")
    export.add_argument("--out", type=Path, metavar="FILE", help="write there instead")
    upgrade = group.add(
        "upgrade", "say what the newest version of its forms would not carry over", "upgrades:upgrade", vault=True
    )
    upgrade.add_argument("id", metavar="ID", help="id or reference")
    upgrade.add_argument("--document", metavar="KEY", help="only this document, such as osja-2")
    upgrade.add_argument("--apply", action="store_true", help="upgrade; what is not carried stays in the history")
    add = group.group("document", "the documents of an engagement").add(
        "add", "add a document, such as the OSJA of a second country", "documents:add", vault=True
    )
    add.add_argument("id", metavar="ID", help="id or reference")
    add.add_argument("--form", required=True, choices=_ADDED_FORMS, metavar="FORM", help=", ".join(_ADDED_FORMS))
    add.add_argument("--key", metavar="KEY", help="its name in the case; the next free one when left out")


def _add_country(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = _Group(commands, "country", "country assessments: stage 1 of an OSJA as a dated file, to be used again")
    export = group.add("export", "write stage 1 of an OSJA as a country assessment", "countries:export", vault=True)
    import_ = group.add("import", "take stage 1 of an OSJA from a country assessment", "countries:import_", vault=True)
    compare = group.add("compare", "its age, and what differs from it now", "countries:compare", vault=True)
    for parser in (export, import_, compare):
        parser.add_argument("id", metavar="ID", help="id or reference")
        parser.add_argument("--document", metavar="KEY", help="which OSJA, when there are several")
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    export.add_argument("--day", type=_day, metavar="YYYY-MM-DD", help="when stage 1 was written; today when left out")
    for parser in (import_, compare):
        parser.add_argument("file", type=Path, metavar="FILE")


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise argparse.ArgumentTypeError("the day must be a date such as 2026-11-23") from error


def _add_package(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = _Group(commands, "package", "signed PDF packages")
    build = group.add("build", "render, sign and verify the newest finalised revision", "packages:build", vault=True)
    build.add_argument("id", metavar="ID", help="id or reference")
    build.add_argument("--identity", type=Path, required=True, metavar="FILE.p12", help="PKCS#12 file to sign with")
    build.add_argument(
        "--identity-passphrase-file", type=Path, metavar="FILE", help="its first line opens the identity"
    )
    build.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    verify = group.add("verify", "say whether a package is genuine; exit code 1 when it is not", "packages:verify")
    verify.add_argument("file", type=Path, metavar="FILE.pdf")
    verify.add_argument("--trust", type=Path, action="append", default=[], metavar="PEM", help="an authority to trust")


def _add_identity(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = _Group(commands, "identity", "signing identities")
    create = group.add("create", "make a self-signed identity, for practice only", "identities:create")
    create.add_argument("--name", required=True, help="the name in the certificate")
    create.add_argument("--out", type=Path, required=True, metavar="FILE.p12")
    create.add_argument(
        "--identity-passphrase-file", type=Path, metavar="FILE", help="its first line protects the file"
    )


def _add_form(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = _Group(commands, "form", "form definitions")
    group.add("list", "the forms, with their questions by origin", "forms:list_")
    group.add("lint", "find what is wrong with the definitions; exit code 1 when something is", "forms:lint")
    schema = group.add("schema", "the JSON Schema of a form, or of a whole case", "forms:schema")
    schema.add_argument("form", metavar="FORM", help="a form's id, or 'case'")
    _add_form_pack(group)


def _add_form_pack(forms: _Group) -> None:
    group = forms.group("pack", "signed bundles of forms, rules and reference lists that an organisation issues")
    build = group.add("build", "check a folder and make a signed pack of it", "packs:build")
    build.add_argument("folder", type=Path, metavar="FOLDER", help="holds pack.toml, forms, rules and reference")
    build.add_argument("--key", type=Path, required=True, metavar="PEM", help="Ed25519 private key to sign with")
    build.add_argument("--key-passphrase-file", type=Path, metavar="FILE", help="its first line opens the key")
    build.add_argument("--out", type=Path, required=True, metavar="FILE.ipaspack")
    verify = group.add("verify", "say whether a pack may be installed here; exit code 1 when not", "packs:verify")
    install = group.add("install", "verify a pack and install it beside the older ones", "packs:install")
    install.add_argument("--for-all-users", action="store_true", help="install for this machine; for administrators")
    for parser in (verify, install):
        parser.add_argument("file", type=Path, metavar="FILE.ipaspack")
    listing = group.add("list", "the installed packs, each checked again", "packs:list_")
    for parser in (verify, install, listing):
        parser.add_argument("--trust", type=Path, action="append", default=[], metavar="PEM", help="a key to trust")


def _add_self_test(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _add_command(
        commands, "self-test", "does this installation work? vault, form, sign, verify, window", "selftest:run"
    )
