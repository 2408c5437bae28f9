"""A click group that knows its commands by name and imports one only when it is used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from plankg.commands import COMMANDS, module_of, names

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Command(click.Command):
    """A command with ``-h``, ``--quiet`` and ``--verbose``, as every command of PlanKG has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["context_settings"] = {**CONTEXT, **(kwargs.get("context_settings") or {})}
        super().__init__(*args, **kwargs)
        self.params += [
            click.Option(["-q", "--quiet"], is_flag=True, expose_value=False, callback=_volume, help="Only errors."),
            click.Option(
                ["-v", "--verbose"],
                is_flag=True,
                expose_value=False,
                callback=_volume,
                help="Say more, and show tracebacks.",
            ),
        ]

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context, with the defaults that the config file gives by the names of the flags."""
        given = (parent.default_map or {}).get(info_name or "") if parent else None
        if given:
            extra["default_map"] = self._by_parameter(str(info_name), given)
        return super().make_context(info_name, args, parent, **extra)

    def _by_parameter(self, info_name: str, given: dict[str, Any]) -> dict[str, Any]:
        known = {opt.lstrip("-").replace("-", "_"): str(p.name) for p in self.params for opt in p.opts if p.name}
        for flag in given:
            if flag not in known:
                from kg.errors import SettingError

                reason = f"`plankg {info_name}` has no option --{flag.replace('_', '-')}"
                raise SettingError("E601", name=f"`{info_name}.{flag}` in the config file", reason=reason)
        return {known[flag]: value for flag, value in given.items()}


class Group(click.Group):
    """A group of commands that are known already (``plankg db``)."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["context_settings"] = {**CONTEXT, **(kwargs.get("context_settings") or {})}
        super().__init__(*args, **kwargs)


class LazyGroup(Group):
    """The front door: commands come from ``plankg.commands.COMMANDS``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, without importing anything."""
        return names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in names():
            return None
        command: click.Command = import_module(module_of(cmd_name)).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that ``args`` begin with; a name that is not known gets the nearest ones in the message."""
        if args and args[0] not in names() and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], names(), n=2, cutoff=0.5)
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            raise click.UsageError(f"No such command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by heading."""
        for heading, rows in COMMANDS.items():
            with formatter.section(heading):
                formatter.write_dl(list(rows.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names that begin so, with their help."""
        rows = [(name, line) for group in COMMANDS.values() for name, line in group.items()]
        found = [CompletionItem(name, help=line) for name, line in rows if name.startswith(incomplete)]
        return found + click.Command.shell_complete(self, ctx, incomplete)


def _volume(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    from plankg.console import console

    if value and param.name is not None:
        setattr(console, param.name, True)
