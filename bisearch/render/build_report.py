"""The result of a build as text: a summary, and notes on what needs the user's attention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.conversion.remedies import REMEDIES
from bisearch.engines.registry import TO_INSTALL_TANTIVY
from bisearch.render.wording import counted
from bisearch.sources.accounting import REASONS, count_words
from bisearch.sources.reading import READERS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bisearch.corrections.applying import Orphan
    from bisearch.indexing.options import BuildReport
    from bisearch.indexing.upgrade import UpgradeReport

# Likely pairs that are named one by one.
MAX_LIKELY_PAIRS = 5
# Documents that are named one by one.
MAX_IDS = 5
# Orphaned corrections that are named one by one.
MAX_ORPHANS = 20
_CHANGES = ("added", "changed", "moved", "removed", "corrected")


def build_summary(report: BuildReport, index: Path) -> str:
    """Return one line: what was added, changed and removed, and the seconds that the build took."""
    if report.is_changed:
        counts = {name: len(getattr(report, name)) for name in _CHANGES}
        documents = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count) or "0 changed"
        size = f"{counted(report.passages, 'passage')}, {counted(report.tokens, 'word')}"
        done = f"documents: {documents}, {report.unchanged:,} unchanged; {size}"
    else:
        done = f"{counted(report.unchanged, 'document')} unchanged"
    vectors = _vectors(report)
    left_out = f"; {len(report.left_out):,} left out" if report.left_out else ""
    return f"{index}: {done}{_languages(report)}{vectors}{left_out}; {report.seconds:.1f} s"


def upgrade_summary(report: UpgradeReport, index: Path) -> str:
    """Return one line: what the index was upgraded from and to, or that it is up to date."""
    if not report.is_changed:
        return f"{index}: up to date; {report.after}"
    size = f"{counted(report.documents, 'document')}, {counted(report.passages, 'passage')}"
    return f"{index}: upgraded {size} from {report.before} to {report.after}; {report.seconds:.1f} s"


def orphan_notes(orphans: Sequence[Orphan]) -> list[str]:
    """Return a line for each correction that no longer applies, and one for those that are not named."""
    notes = [f"not applied: {orphan}" for orphan in orphans[:MAX_ORPHANS]]
    if (more := len(orphans) - MAX_ORPHANS) > 0:
        notes.append(f"{more:,} more corrections not applied (list them with: bisearch correct list)")
    return notes


def _some(ids: Sequence[str]) -> str:
    """Return the first ids, and how many more there are."""
    more = len(ids) - MAX_IDS
    return ", ".join(ids[:MAX_IDS]) + (f" and {more:,} more (list them with --json)" if more > 0 else "")


def _languages(report: BuildReport) -> str:
    counts = {
        "in both languages": report.both_sides, "in Russian only": report.russian_only,
        "in English only": report.english_only,
    }  # fmt: skip
    listed = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    return f"; {listed}" if listed else ""


def _vectors(report: BuildReport) -> str:
    if report.vectors:
        return f"; {counted(report.vectors, 'vector')} added"
    return "; vectors dropped" if report.has_other_vectors else ""


def passed_over_summary(report: BuildReport) -> str:
    """Return one line with the number of words that are in no document, by reason; empty if there are none."""
    counts = count_words(report.passed_over_text)
    words = ", ".join(f"{reason} {counts[reason]:,}" for reason in REASONS if counts[reason])
    return f"words not indexed: {words} (list them with --json)" if words else ""


def _skipped(report: BuildReport) -> list[str]:
    """Return a line for each suffix of skipped files that has a remedy of its own, and one for all others."""
    others = []
    notes = []
    for suffix, count in report.passed_over.most_common():
        if suffix in REMEDIES:
            notes.append(f"skipped {count:,} {suffix} (unsupported); {REMEDIES[suffix]}")
        else:
            others.append(f"{count:,} {suffix or 'without suffix'}")
    if others:
        notes.append(f"skipped {', '.join(others)} (unsupported); save as text: NAME.ru.txt, NAME.en.txt")
    return notes


def build_notes(report: BuildReport) -> list[str]:
    """Return the errors in sources, the skipped files, notices, and advice for an empty or a very large index."""
    notes = [f"left out: {error}" for error in report.left_out]
    notes += _skipped(report)
    notes += map(str, report.notices)
    notes += (f"likely pair, not joined: {ru} and {en}" for ru, en in report.likely_pairs[:MAX_LIKELY_PAIRS])
    if (more := len(report.likely_pairs) - MAX_LIKELY_PAIRS) > 0:
        notes.append(f"{more:,} more likely pairs (list them with --json); name the files NAME.ru.txt, NAME.en.txt")
    if report.gone:
        documents = f"{counted(len(report.gone), 'document')} no longer in the sources: {_some(report.gone)}"
        notes.append(f"{documents}; to remove, add --prune")
    if report.excluded:
        documents = f"{counted(len(report.excluded), 'document')} deleted before: {_some(report.excluded)}"
        notes.append(f"{documents}; to index again, add --restore")
    notes += orphan_notes(report.orphans)
    if report.is_empty:
        patterns = dict.fromkeys(pattern for reader in READERS if reader.description for pattern in reader.patterns)
        where = f" in {', '.join(report.paths)}" if report.paths else ""
        supported = "" if report.left_out else f". Supported: {', '.join(patterns)}"
        notes.append(f"No documents found{where}; index unchanged{supported}")
    if report.is_large_for_engine:
        notes.append(
            f"engine tantivy searches this many passages faster: {TO_INSTALL_TANTIVY},"
            " then bisearch index --rebuild --engine tantivy PATH..."
        )
    return notes
