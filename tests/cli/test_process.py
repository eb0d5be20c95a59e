"""Signals: the command ends with its workers, says so, and leaves the index unchanged."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import bisearch
from bisearch.cli import process
from bisearch.storage.index_folder import IndexFolder

# Batches of a document or two, so that few documents keep several processes busy.
SMALL_BATCHES = """
from bisearch.indexing import batches
batches.MIN_SIZE = batches.MIN_SIZE_TO_ALIGN = 100
from bisearch.__main__ import main
main()
"""

# Python swallows an exception raised in a __del__; this one runs for a while.
SWALLOWED = """
import os, signal, sys, time
from bisearch.cli import process

class Slow:
    def __del__(self):
        os.kill(os.getpid(), signal.SIG{name})
        for _ in range(1000):
            pass

process.handle_signals()
try:
    Slow()
    time.sleep(30)
except KeyboardInterrupt:
    process.ignore_signals()
    sys.exit(process.exit_code())
"""


@pytest.mark.parametrize(("name", "code"), [("INT", 130), ("TERM", 143)])
def test_an_interrupt_that_python_swallows_is_raised_again(name: str, code: int) -> None:
    program = SWALLOWED.format(name=name)
    command = ["bash", "-c", 'trap - INT; exec "$@"', "bash", sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (code, "")


def test_other_errors_in_a_destructor_are_still_printed() -> None:
    program = (
        "from bisearch.cli import process\nclass Bad:\n"
        " def __del__(self): raise ZeroDivisionError\nprocess.handle_signals()\nBad()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "ZeroDivisionError" in done.stderr


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of 2,000 documents."""
    path = tmp_path_factory.mktemp("many") / "records.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(2_000):
            name = "бвгджзклмн"[number % 10] * 2 + "о" * (1 + number // 10)
            ru, en = f"Посол {name} вернулся 20.XI.46г. Он болен.", f"Ambassador {number} returned. He is ill."
            file.write(json.dumps({"id": f"d{number:04}", "text_ru": ru, "text_en": en}, ensure_ascii=False) + "\n")
    return path


def ids(index: Path) -> set[str]:
    with bisearch.open(index) as opened:
        return {hit.document.id for hit in opened.search("energy Смирнова Memorandum")}


def start_indexing(sources: Path, index: Path) -> tuple[subprocess.Popen[str], list[int]]:
    """Start indexing with two workers; return the process and its workers' ids once documents are being added."""
    before = set(index.glob("generation-*/documents.sqlite"))
    command = [sys.executable, "-c", SMALL_BATCHES, "index", "--jobs", "2", "--index", str(index), str(sources)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 -- no threads here
    )  # fmt: skip
    while process.poll() is None:
        workers = workers_of(process.pid)
        if len(workers) == 2 and set(index.glob("generation-*/documents.sqlite")) - before:
            return process, workers
        time.sleep(0.01)
    raise AssertionError(process.communicate()[1])


def workers_of(pid: int) -> list[int]:
    """Return the ids of a process's workers: its children except loky's resource tracker."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(child) for child in children if b"popen_loky" in Path(f"/proc/{child}/cmdline").read_bytes()]


def all_end(pids: list[int], seconds: float = 60) -> bool:
    """Wait for processes to end; return whether they do in time."""
    end = time.monotonic() + seconds
    while any(map(is_running, pids)):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("whole_group", [False, True])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_all_processes_and_leaves_the_index_unchanged(
    tmp_path: Path, archive: Path, many: Path, number: signal.Signals, code: int, *, whole_group: bool
) -> None:
    """Ctrl-C on a terminal signals the whole process group: the command and its workers."""
    index = tmp_path / "index"
    bisearch.build([archive], index)
    before = ids(index)
    process, workers = start_indexing(many, index)
    (os.killpg if whole_group else os.kill)(process.pid, number)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == code
    assert stderr.strip() == "bisearch: interrupted; the index is unchanged"
    assert all_end(workers)
    assert ids(index) == before
    assert len(list(index.glob("generation-*"))) == 1


def test_a_killed_worker_is_reported_and_no_index_is_left(tmp_path: Path, many: Path) -> None:
    index = tmp_path / "index"
    process, workers = start_indexing(many, index)
    os.kill(workers[0], signal.SIGKILL)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    assert stderr.startswith("bisearch: worker died (exit code -9) while processing one of ")
    assert "possibly out of memory; the index is unchanged" in stderr
    assert "Traceback" not in stderr
    assert all_end(workers)
    assert not list(index.glob("generation-*"))
    with pytest.raises(bisearch.IndexMissingError):
        bisearch.open(index)


def test_workers_end_when_their_parent_is_killed(tmp_path: Path, archive: Path, many: Path) -> None:
    index = tmp_path / "index"
    process, workers = start_indexing(many, index)
    process.kill()
    process.communicate(timeout=60)
    assert all_end(workers)
    report = bisearch.build([archive], index)
    assert len(report.added) == 4


def test_ctrl_c_without_workers_exits_with_130_and_leaves_no_generation(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for number in range(3000):
        (texts / f"d{number}.ru.txt").write_text(f"Слово{number} и другое слово{number * 7}.", encoding="utf-8")
    command = [sys.executable, "-m", "bisearch", "index", str(texts), "--index", str(tmp_path / "index")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    while not list((tmp_path / "index").glob("generation-*")) and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in stderr
    assert "Traceback" not in stderr
    assert not list((tmp_path / "index").glob("generation-*"))


def test_sigterm_ends_a_waiting_writer_without_a_traceback(tmp_path: Path, archive: Path) -> None:
    index = tmp_path / "index"
    with IndexFolder(index).writing():
        command = [sys.executable, "-u", "-m", "bisearch", "index", str(archive), "--index", str(index), "--wait"]
        waiting = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        time.sleep(2)
        waiting.send_signal(signal.SIGTERM)
        _, stderr = waiting.communicate(timeout=60)
    assert waiting.returncode == 143
    assert "Traceback" not in stderr


def test_an_error_that_python_swallows_for_want_of_memory_is_not_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "unraisablehook", process.handle_unraisable)

    class Failing:
        def __init__(self, error: Exception) -> None:
            self.error = error

        def __del__(self) -> None:
            raise self.error

    Failing(MemoryError())
    assert capsys.readouterr().err == ""
    Failing(ValueError("bad"))
    assert "ValueError: bad" in capsys.readouterr().err
    monkeypatch.setattr(process, "_reserve", [])
    Failing(ValueError("a consequence"))
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        SystemError("error return without exception set"),
        SystemError("<built-in function open> returned NULL without setting an exception"),
        ImportError("libgfortran-5.so: failed to map segment from shared object"),
        ImportError("_queue.so: cannot create shared object descriptor: Cannot allocate memory"),
    ],
)
def test_errors_that_mean_a_want_of_memory_are_known(error: Exception) -> None:
    assert process.lacks_memory(error)


@pytest.mark.parametrize("error", [SystemError("bad argument"), ImportError("No module named 'pymorphy3'")])
def test_other_internal_errors_are_not_called_a_want_of_memory(error: Exception) -> None:
    assert not process.lacks_memory(error)


_EXHAUSTING = """
import resource, sys
from bisearch.cli import main

def exhaust(**_):
    held = []
    try:
        while True:
            held.append(b"x" * int(sys.argv[1]))
    except MemoryError:
        pass
    while True:
        held.append([held])

main.cli.main = exhaust
with open("/proc/self/statm") as file:
    size = int(file.read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (size + (30 << 20), size + (30 << 20)))
sys.exit(main.main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on memory")
@pytest.mark.parametrize("size", [100, 500, 100_000])
def test_a_command_that_takes_the_last_byte_of_memory_is_still_reported(size: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _EXHAUSTING, str(size)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (
        3,
        "bisearch: not enough memory\n",
    )


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on memory")
@pytest.mark.parametrize("mebibytes", [40, 60, 64])
def test_a_library_that_cannot_be_loaded_for_want_of_memory_gives_no_traceback(tmp_path: Path, mebibytes: int) -> None:
    import resource  # noqa: PLC0415 -- Windows has none

    (tmp_path / "a.en.txt").write_text("The minister signed the letter.")
    limit = (mebibytes << 20, mebibytes << 20)
    done = subprocess.run(
        [sys.executable, "-m", "bisearch", "index", tmp_path / "a.en.txt", "--index", tmp_path / "index"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limit),
    )
    # OpenBLAS ends the process itself, with a message of its own.
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
