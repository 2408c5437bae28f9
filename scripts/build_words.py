"""Builds ``extract/data/words.txt``: everyday words by class and weight, for finding where a name begins.

python scripts/build_words.py      (needs jieba, MIT licence, whose ``dict.txt`` gives words, tags and frequencies)

One line a class and weight: ``v7 开展 推进 …``; the weight is the base-2 logarithm of the frequency. Classes:
``n`` may stand in a name, ``v`` governs what follows, ``d`` adverb, ``f`` function word (preposition, pronoun, particle).
``extract/data/word_classes.txt`` says better by hand and is read after it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "extract" / "data"
#: Words rarer than this are left out: what is no word of the list is taken for a part of a name anyway.
RARE, RARE_VERB = 30, 8
CLASSES = {
    "n": ("n", "nz", "ns", "nt", "vn", "b", "l", "j", "s", "f", "t", "an", "a", "z", "ng", "x", "vd"),
    "v": ("v", "vg", "vi"),
    "d": ("d", "ad", "df"),
    "f": ("p", "c", "r", "u", "uj", "ul", "uz", "ud", "ug", "y", "rr", "rz", "o", "e"),
}
_CLASS = {tag: name for name, tags in CLASSES.items() for tag in tags}


def main() -> None:
    import jieba

    groups: dict[tuple[str, int], list[str]] = defaultdict(list)
    source = Path(jieba.__file__).with_name("dict.txt")
    for line in source.read_text("utf-8").splitlines():
        word, count, tag = line.split()
        kind = _CLASS.get(tag)
        if kind is None or not all("\u4e00" <= c <= "\u9fff" for c in word) or len(word) > 4:
            continue
        if len(word) == 1:
            if int(count) >= 300:
                groups["s", int(math.log2(int(count)))].append(word)
        elif int(count) >= (RARE if kind == "n" else RARE_VERB) and not (kind == "n" and len(word) == 4):
            groups[kind, int(math.log2(int(count)))].append(word)
    lines = [f"{kind}{weight} {' '.join(sorted(words))}" for (kind, weight), words in sorted(groups.items())]
    (DATA / "words.txt").write_text("\n".join(lines) + "\n", "utf-8")
    print(sum(map(len, groups.values())), "words")


if __name__ == "__main__":
    main()
