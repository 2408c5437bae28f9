"""The command ``plankg``: the group, and the one place where errors become a line and an exit code."""

from __future__ import annotations

import sys
from typing import Any

import click

from plankg.console import console
from plankg.lazy import LazyGroup

#: Exit codes: done, failed, used wrongly, interrupted.
OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"plankg {version('plankg')}")
        ctx.exit()


def _volume(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        setattr(console, str(param.name), True)


@click.group(cls=LazyGroup)
@click.option("--config", metavar="FILE", envvar="PLANKG_CONFIG", help="Settings to use instead of the usual files.")
@click.option("-q", "--quiet", is_flag=True, expose_value=False, callback=_volume, help="Only errors.")
@click.option(
    "-v", "--verbose", is_flag=True, expose_value=False, callback=_volume, help="Say more, and show tracebacks."
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
@click.pass_context
def cli(ctx: click.Context, config: str | None) -> None:
    """Knowledge graphs from Chinese government plans.

    Who does what, where and by when: each fact with the sentence that says it.

    \b
    plankg build plan.txt          read a plan into plans.kg
    plankg view                    an interactive page of it
    plankg query --saved NAME      ask; `plankg queries` lists what can be asked
    """
    from plankg.settings import load_config

    ctx.obj = load_config(config)
    ctx.default_map = ctx.obj.commands


def main(args: list[str] | None = None) -> int:
    """Run the command line ``args`` (default: the process's own) and return the exit code; nothing is raised."""
    from kg.errors import PlanKGError

    console.quiet = console.verbose = False
    try:
        code: Any = cli.main(args, prog_name="plankg", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else OK
    except click.ClickException as error:
        return _usage(error)
    except (KeyboardInterrupt, click.Abort):
        console.warn("interrupted; what was finished before is kept")
        return INTERRUPTED
    except PlanKGError as error:
        if console.verbose:
            _traceback()
        console.error(str(error))
        return error.exit_code
    except BrokenPipeError:
        _silence_stdout()
        return FAILED
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else FAILED
    except MemoryError:
        console.error("out of memory; try fewer --jobs or smaller files")
        return FAILED
    except OSError as error:
        return _system(error)
    except Exception as error:
        return _unexpected(error)


def run() -> None:
    """The console entry point."""
    sys.exit(main())


def _usage(error: click.ClickException) -> int:
    hint = ""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        hint = f" (see `{error.ctx.command_path} --help`)"
    console.error(error.format_message() + hint)
    return error.exit_code


def _system(error: OSError) -> int:
    """What the operating system refused: a full disk, missing rights, too many files."""
    if console.verbose:
        _traceback()
    where = f"`{error.filename}`: " if error.filename else ""
    console.error(f"{where}{error.strerror or error}; nothing was left half written")
    return FAILED


def _unexpected(error: Exception) -> int:
    if console.verbose:
        _traceback()
        hint = "please report it with the traceback above"
    else:
        hint = "this is a fault of PlanKG: run again with --verbose and report what it prints"
    console.error(f"unexpected {type(error).__name__}: {error}; {hint}")
    return FAILED


def _traceback() -> None:
    import traceback

    traceback.print_exc()


def _silence_stdout() -> None:
    """Keep Python from complaining about a closed pipe when it ends."""
    import os

    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
