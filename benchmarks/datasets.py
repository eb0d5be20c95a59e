"""Public data sets: their URLs, licences and checksums, and the command `fetch` that downloads them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import click


@dataclass(frozen=True, slots=True)
class Dataset:
    """A published data set.

    Attributes:
        licence: SPDX identifier.
        source: GitHub repository that publishes it.
        base: URL of the folder with its files.
        files: SHA-256 of each file, keyed by file name.
    """

    licence: str
    source: str
    base: str
    files: dict[str, str]


DATASETS = {
    "xquad": Dataset(
        licence="CC-BY-SA-4.0",
        source="google-deepmind/xquad",
        base="https://raw.githubusercontent.com/google-deepmind/xquad/master/",
        files={
            "xquad.en.json": "e4c57d1c9143aaa1c5d265ba5987a65f4e69528d2a98f29d6e75019b10344f29",
            "xquad.ru.json": "208d5b1aa154c52b1b5c5eda16281e455e8fd198cdb9af3f469f0d6037d973bf",
        },
    ),
    "xquad-r": Dataset(
        licence="CC-BY-SA-4.0",
        source="google-research-datasets/lareqa",
        base="https://raw.githubusercontent.com/google-research-datasets/lareqa/master/xquad-r/",
        files={
            "en.json": "7b0954f39297c27a31fef610f0883337dd2907fa8699151dc922afdd0fa12ffe",
            "ru.json": "7f4dff853538b9a5fcc28c070b8bb983a5c5d190ac747b8e005a1ada9cab18f1",
        },
    ),
}


def fetch(name: str, folder: Path) -> list[Path]:
    """Download a data set, unless its files are there already.

    Args:
        name: one of `DATASETS`.
        folder: parent folder; the files go into its subfolder `name`.

    Returns:
        The paths of its files.

    Raises:
        ValueError: a file's checksum is not the expected one.
        OSError: the network or the disk fails.
    """
    dataset = DATASETS[name]
    target = folder / name
    target.mkdir(parents=True, exist_ok=True)
    paths = []
    for file, digest in dataset.files.items():
        path = target / file
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            with urlopen(dataset.base + file, timeout=60) as response:  # noqa: S310 -- the URLs above
                data = response.read()
            found = hashlib.sha256(data).hexdigest()
            if found != digest:
                raise ValueError(f"{dataset.base}{file}: SHA-256 is {found}, expected {digest}")
            path.write_bytes(data)
        paths.append(path)
    return paths


@click.command("fetch")
@click.argument("names", nargs=-1, required=True, type=click.Choice(sorted(DATASETS)))
@click.option(
    "--to",
    "folder",
    default="runs/datasets",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder to store them in.",
)
def fetch_command(names: tuple[str, ...], folder: Path) -> None:
    """Download public data sets and verify each file's SHA-256.

    Only this command uses the network; every other command reads local files.
    """
    for name in names:
        for path in fetch(name, folder):
            click.echo(path)
