"""``plankg completion``: the script that makes a shell complete commands, options, labels and saved queries."""

from __future__ import annotations

import click

from plankg.lazy import Command


@click.command(cls=Command)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script of a SHELL.

    \b
    bash:  plankg completion bash >> ~/.bashrc
    zsh:   plankg completion zsh >> ~/.zshrc
    fish:  plankg completion fish > ~/.config/fish/completions/plankg.fish
    """
    from click.shell_completion import get_completion_class

    from plankg.main import cli

    cls = get_completion_class(shell)
    assert cls is not None
    click.echo(cls(cli, {}, "plankg", "_PLANKG_COMPLETE").source())
