"""Build bisearch/analysis/data/forms.en.txt: every form that NLTK's morphy lemmatizes, with its lemmas.

Run: python scripts/build_english_forms.py. A search reads this table in place of NLTK, which takes long to load.
Run it again whenever the shipped part of WordNet or NLTK's morphy changes; tests/analysis/test_english.py compares the
two.
"""

from __future__ import annotations

from bisearch.analysis.morphy import MorphyReader
from bisearch.word_lists import data_file


def known_forms(reader: MorphyReader) -> set[str]:
    """Return every form that morphy may know: lemmas, irregular forms, and each rule applied backwards to a lemma."""
    forms = set(reader.lemma_parts)
    for lemma, parts in reader.lemma_parts.items():
        for part in parts:
            for ending, replacement in reader.MORPHOLOGICAL_SUBSTITUTIONS.get(part, []):
                if lemma.endswith(replacement):
                    forms.add(lemma.removesuffix(replacement) + ending)
    return forms.union(*reader.irregular_forms.values())


def main() -> None:
    """Write the table, sorted by the bytes of the forms."""
    reader = MorphyReader()
    lemmas = {form: reader.lemmas(form) for form in known_forms(reader)}
    rows = sorted(f"{form}\t{' '.join(found)}\n".encode() for form, found in lemmas.items() if found)
    data_file("analysis", "forms.en.txt").write_bytes(b"".join(rows))


if __name__ == "__main__":
    main()
