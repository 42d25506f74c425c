"""`licet completion SHELL`: the script that completes verbs and options."""

from __future__ import annotations

import click


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print a completion script for a shell.

    \b
    licet completion bash >> ~/.bashrc
    licet completion zsh  >> ~/.zshrc
    licet completion fish > ~/.config/fish/completions/licet.fish
    """
    from click.shell_completion import get_completion_class

    from licet.app.cli import root

    kind = get_completion_class(shell)
    if kind is None:  # the choice above leaves no other shell
        raise click.UsageError(f"no completion for `{shell}`")
    click.echo(kind(root, {}, "licet", "_LICET_COMPLETE").source())
