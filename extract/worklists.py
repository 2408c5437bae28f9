"""Lists that name several projects with one head: “雪亮”“天网”工程, A、B等重点项目, 八大工程（A、B…）, A、B改造项目.

Plans name a run of undertakings and say what they are only once. Each function takes the noun phrase that the head ends
and gives the members with their full names; an empty list where the phrase is no such run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from extract.nounphrase import Phrase
from extract.phrasewords import stop_words, triggers
from extract.projectheads import heads
from extract.projectnames import Name, clean, is_plain
from extract.words import cut, kind_of

#: “A”“B”等线上平台: each is a platform by its own name.
_QUOTED_LIST = re.compile(r"(?:“[^“”\n]{2,20}”[、和与]?){1,20}等[^，。；、“”的\n]{0,8}$")
_OWN_NAME = frozenset(("平台", "系统", "工程", "行动", "计划", "项目", "品牌", "云"))
#: Heads that only say what the quoted ones are (“A”“B”等惠民平台); 等品牌培育计划 is one plan of its own.
_KINDS = frozenset(("平台", "系统", "品牌", "云"))
_QUOTED_RUN = re.compile(r"“[^“”\n]{1,20}”(?:[、和与]?“[^“”\n]{1,20}”){1,20}$")
_QUOTE = re.compile("“([^“”]+)”")
_MARK, _PIECE, _AND, _LISTED = (
    re.compile("、"),
    re.compile("[^、]+"),
    re.compile("[和与及]"),
    re.compile("[^、和及“” ]+"),
)


def members(text: str, phrase: Phrase, begin: int, named: Mapping[int, int]) -> list[Name]:
    """The projects that a list in front of or behind the phrase's head names, empty if there is no such list.

    ``begin`` is where the list behind the phrase's verb begins; ``named`` maps where places and bodies start to where
    they end.
    """
    return (
        quoted(text, phrase)
        or summed_up(text, phrase, begin, named)
        or bracketed(text, phrase)
        or parks(text, phrase, begin)
    )


def quoted(text: str, phrase: Phrase) -> list[Name]:
    """“雪亮”“天网”工程 and “A”“B”等平台 name several projects."""
    if phrase.head in _OWN_NAME and text.startswith("等", phrase.start - 1):
        listed = _QUOTED_LIST.search(text, max(phrase.clause[0], phrase.start - 120), phrase.head_start)
        if listed is not None and (phrase.head in _KINDS or is_plain(text[phrase.start : phrase.head_start])):
            own = [q for q in _QUOTE.finditer(text, listed.start(), listed.end()) if not q[1].endswith(tuple(heads()))]
            return [Name(q[1], q.start(1), q.end(1), q.start(1)) for q in own]
    if text[phrase.head_start - 1] != "”":
        return []
    run = _QUOTED_RUN.search(text, phrase.start, phrase.head_start)
    if run is None or run.end() != phrase.head_start:
        return []
    found = []
    for quote in _QUOTE.finditer(text, run.start(), run.end()):
        last = quote.end() == run.end()
        name = clean(quote[0]) + phrase.head
        found.append(Name(name, quote.start(), phrase.end if last else quote.end(), quote.start(), expanded=not last))
    return found


_SHARED = frozenset(("试点", "工程", "行动", "计划", "项目", "专项行动", "公园"))
#: 进港货物“船边直提”和出港货物“抵港直装”试点: each is tried.
_QUOTED_PAIR = re.compile(r"([^“”、，]{0,10}“[^“”]{2,12}”)[和与、]([^“”、，]{0,10}“[^“”]{2,12}”)")
#: A word that counts the list (稻谷、小麦两大作物收入保险试点) makes it one modifier.
_COUNTS = re.compile(r"[一二两三四五六七八九十]{1,3}[大类种项个]")


def coordinated(text: str, name: Name, phrase: Phrase) -> list[Name]:
    """Members that a list in front of a head names, each with its full name; empty for one project.

    渠道防渗改造、泵站更新改造项目, 数字农业、智慧水利示范工程 and 家庭医生制和全科医生制试点 name two: the members are alike
    and stand right behind one verb.
    """
    stop = phrase.head_start
    if phrase.head == "试点" and not name.expanded:
        pair = _QUOTED_PAIR.fullmatch(text, name.start, stop)
        if pair is not None:
            return _full_names(text, [pair.span(1), pair.span(2)], phrase)
    if name.expanded or phrase.head not in _SHARED or "“" in text[name.start : stop]:
        return []
    pieces = [(m.start(), m.end()) for m in _PIECE.finditer(text, name.start, stop)]
    if len(pieces) == 1:
        return _full_names(text, _alike(text, name.start, stop), phrase)
    if _COUNTS.search(text, *pieces[-1]):
        return []
    if all(_done(text, start, end) for start, end in pieces):
        return _full_names(text, pieces, phrase, shared=_shared_front(text, pieces))
    tail = _shared_tail(text, pieces, phrase) if _governed(text, name, phrase) else 0
    return _full_names(text, pieces, phrase, tail) if tail else []


def last_members(text: str, name: Name, phrase: Phrase) -> list[int]:
    """Where the last member of a list in front of the head may begin, best first; empty where the list is one modifier.

    In 技术改造、公共服务平台 only the last is the platform; 食品、药品安全行动 is one, as single words list what it is about.
    """
    stop = phrase.head_start
    marks = [m.start() for m in _MARK.finditer(text, max(phrase.start, name.start - 1), stop)]
    if name.expanded or not marks or _COUNTS.search(text, marks[-1], stop):
        return []
    if text.count("“", name.start, marks[-1]) != text.count("”", name.start, marks[-1]):
        return []
    pieces = [(m.start(), m.end()) for m in _PIECE.finditer(text, name.start, stop)]
    if all(end - start < 4 for start, end in pieces[:-1]) and _governed(text, name, phrase):
        return []
    joint = _AND.search(text, marks[-1] + 3, stop)
    return [joint.end(), marks[-1] + 1] if joint else [marks[-1] + 1]


def _governed(text: str, name: Name, phrase: Phrase) -> bool:
    """Whether the list stands right behind its verb, or begins the clause."""
    front = phrase.clause[0]
    return name.start == front or bool(phrase.verb and text.endswith(phrase.verb, front, name.start))


def _full_names(
    text: str, pieces: list[tuple[int, int]], phrase: Phrase, tail: int = 0, shared: str = ""
) -> list[Name]:
    """Each member with the head and what it shares; the form that joins them is another name of the first."""
    found: list[Name] = []
    behind = text[tail or phrase.head_start : phrase.head_start] + phrase.head
    for start, end in pieces:
        last = end == phrase.head_start
        member = clean(shared * bool(found) + text[start : tail if last and tail else end] + behind)
        joint = () if found else (text[pieces[0][0] : phrase.end],)
        full = last and not (shared and found)
        found.append(Name(member, start, phrase.end if last else end, start, expanded=not full, aliases=joint))
    return found


def _shared_front(text: str, pieces: list[tuple[int, int]]) -> str:
    """城市 of 城市生态修复、功能完善: the word by which the first member is longer than all others; else nothing."""
    first = cut(text, *pieces[0])[0]
    longer = {pieces[0][1] - first.end} == {end - start for start, end in pieces[1:]}
    return text[first.start : first.end] if longer and first.end - first.start == 2 else ""


def _shared_tail(text: str, pieces: list[tuple[int, int]], phrase: Phrase) -> int:
    """Where the part begins that noun members share with the last: 示范 of 数字农业、智慧水利示范工程; 0 if not alike."""
    if phrase.mode != "order":
        return 0
    words = cut(text, *pieces[-1])
    if phrase.head == "公园":
        return words[1].start if len(words) > 1 else 0
    tail = len(words)
    while tail and words[tail - 1].kind in "xv":
        tail -= 1
    nouns = all(end - start >= 4 and cut(text, start, end)[-1].kind == "n" for start, end in pieces[:-1])
    if not nouns or tail == 0 or any(w.kind != "n" for w in words[:tail]):
        return 0
    if tail < len(words):
        return words[tail].start
    return 0 if phrase.head in ("试点", "项目") else phrase.head_start  # 通行优惠、差异化收费试点: only one is tried


def _done(text: str, start: int, end: int) -> bool:
    """Whether a member says of what something is done: 燃气管道|更新改造."""
    return (
        end - start >= 4 and kind_of(text[end - 2 : end]) in ("x", "v") and cut(text, start, start + 2)[0].kind == "n"
    )


def _alike(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Both members of A和B if they end in the same word (医生制和医生制), else none."""
    joints = list(_AND.finditer(text, start + 3, stop - 3))
    for joint in joints:
        left, right = text[start : joint.start()], text[joint.end() : stop]
        if min(len(left), len(right)) >= 4 and left[-3:] == right[-3:] and left != right:
            return [(start, joint.start()), (joint.end(), stop)]
    return []


#: A list that a general word closes: 安新高铁、平湖大桥等重大项目.
_GENERAL = re.compile(r"等(?P<general>[^，。；、的]{0,10}?)$")
_KIND = re.compile(r"[^的]{0,4}(?:重点|重大|骨干|标志性|一批|系列)")
_GROUPS = frozenset(("项目", "工程", "行动", "计划", "专项行动", "行动计划"))
#: A list that a general word closes is not longer than this, in characters.
_LONGEST = 400
_JOINED = re.compile(r"[和与及对在为将，]|^[一二三四五六七八九十\d]+$")
#: 引汉济渭: water led from one river to another.
_DIVERSION = re.compile(r"引.{1,2}[济入补].{1,2}")
_OPEN = re.compile(r"[（(][^（()）]{1,12}[）)]")


@cache
def _works() -> tuple[str, ...]:
    return tuple(sorted(stop_words("works")))


@cache
def _things() -> tuple[str, ...]:
    return tuple(sorted(stop_words("thing")))


@cache
def _own_heads() -> tuple[str, ...]:
    """Heads that name a member by themselves."""
    return tuple(sorted(word for word, head in heads().items() if not head.placed))


def summed_up(text: str, phrase: Phrase, begin: int, named: Mapping[int, int]) -> list[Name]:
    """Members of A、B等重大项目 (works named without a head) and of A、B等重点工程, 等专项行动 (which share it)."""
    if phrase.head not in _GROUPS or phrase.mode != "order":
        return []
    begin = max(begin, phrase.head_start - _LONGEST)
    at = text.rfind("等", begin, phrase.head_start)
    general = _GENERAL.match(text, at, phrase.head_start) if at >= 0 else None
    if general is None or text.rfind("的", begin, at) >= 0:
        return []
    pieces = [(m.start(), m.end()) for m in _PIECE.finditer(text, begin, at)]
    pieces = [piece for start, end in pieces for piece in _both_works(text, _behind_verbs(text, start, end), end)]
    plain = is_plain(general["general"]) or _KIND.match(general["general"])
    if not plain and not all(start in named or text.endswith(_works(), start, end) for start, end in pieces):
        return []
    found: list[Name] = []
    for start, end in pieces:
        name = _member(text, start, end, phrase, named)
        if name is not None:
            found.append(name)
    beside = any(text.endswith(_own_heads(), start, end) for start, end in pieces)  # A基地、B大桥等工程
    return found if len(found) > 1 or beside or (found and _done(text, pieces[0][0], at)) else []


def _behind_verbs(text: str, start: int, end: int) -> int:
    """加快|安新铁路, 推进|平湖大桥: where a list's first member begins."""
    words = triggers()
    for size in (4, 3, 2):
        trigger = words.get(text[start : start + size]) if end - start > size + 2 else None
        if trigger is not None and trigger.kind != "adverbif":
            return start + size
    return start


def _both_works(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """安新高铁和平湖高速: both, if both are works."""
    for joint in _AND.finditer(text, start, end):
        if text.endswith(_works(), start, joint.start()) and text.endswith(_works(), joint.end(), end):
            return [(start, joint.start()), (joint.end(), end)]
    return [(start, end)]


def _member(text: str, start: int, end: int, phrase: Phrase, named: Mapping[int, int]) -> Name | None:
    """What one member of a list that 等重大项目 or 等重点工程 closes is called."""
    while start < end and text[start] in "“ 　":
        start += 1
    name = clean(text[start:end])
    bare = _OPEN.sub("", name)
    if not 3 <= len(name) <= 24 or _JOINED.search(bare) or name.endswith(_own_heads()):
        return None
    works = (name.endswith(_works()) and kind_of(name) == "") or _DIVERSION.fullmatch(name) is not None
    if phrase.head in ("行动", "计划", "专项行动", "行动计划"):
        if len(name) < 4 or name.endswith(_things()):
            return None
        return Name(name + phrase.head, start, end, start, expanded=True)
    if works:
        return Name(name, start, end, start)
    placed = start in named and named[start] < end
    if len(name) >= 4 and not name.endswith(_things()) and (placed or _verbal(name)):
        return Name(name + phrase.head, start, end, start, expanded=True)
    return None


def _verbal(name: str) -> bool:
    return kind_of(name[-2:]) == "x" or name.endswith(("化", "供水", "引水", "调水"))


#: 实施八大工程（良种选育、良田建设、…）, 实施五大行动：A、B、C。
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十两\d]{1,3}[大项个])[^，。；、（(]{0,4}$")
_IN_BRACKETS = re.compile(r"”?(?:[（(]|：|——|，即)(?P<list>[^（()）：；。\n]{8,160})(?=[）)；。\n]|$)")


def bracketed(text: str, phrase: Phrase) -> list[Name]:
    """Members listed behind 八大工程, 四大专项行动: each is called by that head."""
    if phrase.head not in _GROUPS or phrase.mode == "none":
        return []
    if not _NUMBERED.search(text, max(phrase.clause[0], phrase.head_start - 8), phrase.head_start):
        return []
    behind = _IN_BRACKETS.match(text, phrase.end)
    if behind is None or "，" in behind["list"]:
        return []
    pieces = [(m.start(), m.end()) for m in _LISTED.finditer(text, *behind.span("list"))]
    spans = [(start, end - (text[end - 1] == "等")) for start, end in pieces]
    if len(spans) < 3 or not all(3 <= end - start <= 12 for start, end in spans):
        return []
    if any(text.endswith(phrase.head, start, end) for start, end in spans):
        return []
    return [Name(clean(text[start:end]) + phrase.head, start, end, start, expanded=True) for start, end in spans]


_PARKS = re.compile(
    r"(?P<list>[\u4e00-\u9fff]{2,8}(?:[、和与][\u4e00-\u9fff]{2,8}?){1,12}?)(?:等(?:\d{1,2}个|[一二三四五六七八九十]{1,2}[个座]|一批)?)?"
    r"(?P<kind>国家(?:级)?(?:文化|湿地|森林|地质|草原|海洋|矿山|考古遗址)?|湿地|森林|地质|郊野|遗址)$"
)


def parks(text: str, phrase: Phrase, begin: int) -> list[Name]:
    """泰山、黄山等国家公园: a park is called by what it keeps, so each member of the list is one."""
    if phrase.head != "公园":
        return []
    found = _PARKS.fullmatch(text, max(begin, phrase.head_start - _LONGEST), phrase.head_start)
    if found is None or phrase.mode != "order":
        return []
    pieces = [m.span() for m in re.finditer(r"[^、和与]+", text[: found.end("list")][found.start("list") :])]
    offset = found.start("list")
    names = []
    for start, end in pieces:
        start, end = start + offset, end + offset
        last = end == found.start("kind")
        name = text[start:end] + found["kind"] + phrase.head
        names.append(Name(name, start, phrase.end if last else end, start, expanded=not last))
    return names
