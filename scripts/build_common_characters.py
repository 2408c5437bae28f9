"""Make ``extract/readers/common_characters.txt``: everyday characters, by which encodings are told apart.

Line 1: the 2 400 most frequent characters by the word counts in jieba's ``dict.txt`` (MIT), most frequent first.
Line 2: pairs of a traditional character and the simplified one whose rank it shares, after OpenCC (Apache-2.0).

Needs ``jieba`` and ``opencc-python-reimplemented``: ``python scripts/build_common_characters.py``.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

TARGET = Path(__file__).parents[1] / "extract" / "readers" / "common_characters.txt"
COUNT = 2400


def main() -> None:
    import jieba
    from opencc import OpenCC

    counts: Counter[str] = Counter()
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency = line.split()[:2]
        for char in word:
            if "\u4e00" <= char <= "\u9fff":
                counts[char] += int(frequency)
    simplified = sorted(counts, key=lambda c: (-counts[c], c))[:COUNT]
    pairs: dict[str, str] = {}
    for converter in (OpenCC("s2t"), OpenCC("s2tw")):
        for char in simplified:
            traditional = converter.convert(char)
            if traditional != char:
                pairs.setdefault(traditional, char)
    TARGET.write_text(
        "".join(simplified) + "\n" + "".join(a + b for a, b in sorted(pairs.items())) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
