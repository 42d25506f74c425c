"""The command line: `licet VERB`. Each module here that defines `command` is a verb of its name.

A verb's module is imported only when that verb is run or its help is shown, so `licet check` never pays
for what it does not need.
"""

from __future__ import annotations

import errno
import re
import sys
from importlib import import_module, resources

import click

from licet import __version__
from licet.core.errors import InputError, LicetError, LogError, MissingExtraError, StaleError

__all__ = ["main", "root"]

#: Exit codes (docs/architecture.md): nothing in the way, something is, usage, facts missing, stale, log.
OK, STANDS_IN_THE_WAY, USAGE, FACTS_MISSING, STALE, LOG_BROKEN = range(6)


#: Packages that an extra brings, and which.
_EXTRAS = {"pyarrow": "batch", "pyspark": "spark", "pandas": "spark", "psycopg": "postgres", "mcp": "mcp"}


def _verbs() -> list[str]:
    folder = resources.files(__package__)
    names = (entry.name for entry in folder.iterdir())
    return sorted(name[:-3].replace("_", "-") for name in names if name.endswith(".py") and name[0] != "_")


class _Verbs(click.Group):
    """Finds verbs by file name and imports only the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return _verbs()

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs by what they are for."""
        from licet.app.cli._help import sections, verb_sections

        sections(self, ctx, formatter, verb_sections(self.list_commands(ctx)))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _verbs():
            if cmd_name and cmd_name[0] != "-" and not ctx.resilient_parsing:
                raise click.exceptions.NoSuchCommand(cmd_name, possibilities=_verbs(), ctx=ctx)
            return None
        module = import_module(f"{__package__}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command


@click.command(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="licet")
def root() -> None:
    """Is it permitted? May we deal: with whom, in what, to where, on which day, under which paragraph."""


def exit_code_of(error: LicetError) -> int:
    """The exit code that an error ends the command with."""
    if isinstance(error, StaleError):
        return STALE
    if isinstance(error, LogError):
        return LOG_BROKEN
    if isinstance(error, InputError):
        return USAGE
    return USAGE


def _usage(error: click.UsageError) -> InputError:
    """What click says of a wrong call, in the one form: lower case, input in backticks, then the fix."""
    said = " ".join(error.format_message().split()).rstrip(".")
    said = re.sub(r"'([^']*)'", r"`\1`", said[:1].lower() + said[1:])
    call = error.ctx.command_path if error.ctx else "licet"
    usage = error.ctx.command.get_usage(error.ctx).removeprefix("Usage: ") if error.ctx else call
    return InputError(said, fix=f"{' '.join(usage.split())} (see `{call} --help`)")


def main() -> None:
    """Entry point of the `licet` command: runs a verb and prints any error in the one form."""
    try:
        # Outside standalone mode click returns the code of an `Exit` instead of raising it.
        code = root(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else OK)
    except click.exceptions.Exit as ended:
        sys.exit(ended.exit_code)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.UsageError as error:
        told = _usage(error)
        click.echo(f"error[{told.code}]: {told}", err=True)
        sys.exit(USAGE)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except ModuleNotFoundError as error:
        extra = _EXTRAS.get((error.name or "").partition(".")[0])
        if extra is None:
            raise
        missing = MissingExtraError(
            f"this command needs `{error.name}`, which is not installed", fix=f'pip install "licet[{extra}]"'
        )
        click.echo(f"error[{missing.code}]: {missing}", err=True)
        sys.exit(exit_code_of(missing))
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            full = InputError(
                "no space left on the disk", fix="make space and run it again; what was there before stays"
            )
            click.echo(f"error[{full.code}]: {full}", err=True)
            sys.exit(USAGE)
        if not error.filename:
            raise
        # What is written goes to FILE.part first: the reader knows the file by its own name.
        named = str(error.filename).removesuffix(".part")
        reason = (error.strerror or str(error)).lower()
        told = InputError(reason, file=named, fix="check the path and the rights")
        click.echo(f"error[{told.code}]: {told}", err=True)
        sys.exit(USAGE)
    except LicetError as error:
        click.echo(f"error[{error.code}]: {error}", err=True)
        sys.exit(exit_code_of(error))
