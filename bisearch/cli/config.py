"""The command `config`."""

from __future__ import annotations

import click

from bisearch.cli.configuration import NAME, configuration_file, read_configuration
from bisearch.cli.shared import json_option, print_json
from bisearch.sanitizing import clean, to_json


@click.command()
@json_option
def config(*, as_json: bool) -> None:
    """Print which configuration file holds here, and the options that it sets.

    The nearest bisearch.toml in the working directory or above it is read, or else bisearch/bisearch.toml in
    XDG_CONFIG_HOME (default: ~/.config). BISEARCH_CONFIG names another file, or none if it is empty. The command line
    and BISEARCH_INDEX come before the file.

    Exit codes: 0 printed, 2 the file has a mistake.
    """
    path = configuration_file()
    values = read_configuration(path) if path is not None else {}
    if as_json:
        print_json({"path": None if path is None else str(path), "options": values})
        return
    click.echo(clean(f"no {NAME} here" if path is None else f"{path}:"))
    for name, value in values.items():
        click.echo(f"  {name} = {to_json(value)}")
