"""Lists of places in a clause: 广州、深圳、佛山等地 is one group that shares what is said of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.mentions import EntityMention, SpanIndex

#: The sign a group is replaced by in a masked clause (a private-use character: in no plan).
MASK = "\ue000"
#: What may follow a group and belongs to it.
LIKE = r"(?:等[一二三四五六七八九十\d]*个?)?(?:地级市|地市|地区|地方|城市|市县|省份|省市|试点城市|地|市|县|区|省)?"
_JOINT = re.compile(r"(?:[、和与及]|以及)?$")


@dataclass(slots=True)
class Masked:
    """A clause with each group of places replaced by ``MASK``; ``groups[i]`` is the i-th sign."""

    text: str
    groups: list[list[EntityMention]]
    offsets: list[int]

    def group_at(self, position: int) -> list[EntityMention]:
        """The group whose sign stands at ``position`` of the masked text."""
        return self.groups[self.text.count(MASK, 0, position)]

    def source(self, position: int) -> int:
        """The offset in the document of a position of the masked text."""
        return self.offsets[position]


def mask_places(text: str, start: int, end: int, places: SpanIndex) -> Masked:
    """The clause ``text[start:end]`` with its place groups masked."""
    out: list[str] = []
    offsets: list[int] = []
    groups: list[list[EntityMention]] = []
    position = start
    for place in places.inside(start, end):
        if place.start < position:
            continue
        between = text[position : place.start]
        if groups and out and out[-1] == MASK and _JOINT.fullmatch(between):
            groups[-1].append(place)
        else:
            out.extend([*between, MASK])
            offsets.extend([*range(position, place.start), place.start])
            groups.append([place])
        position = place.end
    out.extend(text[position:end])
    offsets.extend(range(position, end + 1))
    return Masked("".join(out), groups, offsets)
