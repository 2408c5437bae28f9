"""Names of projects: what of the phrase in front of a head belongs to the name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.namestart import name_start, names_something
from extract.nounphrase import CARRIES_OUT, Phrase
from extract.phrasewords import stop_words, trie_pattern, triggers
from extract.projectheads import heads
from extract.words import cut

_NUMERAL = r"[\d一二三四五六七八九十百千万两几数]"
_MEASURE = re.compile(
    rf"(?:首批|约|近|超过|不少于|不低于|至少|新增|每年|累计|建成|共){{0,4}}{_NUMERAL}[\d一二三四五六七八九十百千万余多—\-~～至到]{{0,20}}"
    r"(?:余|多)?(?:个|家|座|处|条|批|项|所|支|套|片|大(?![型众数学气力宗规湾])|张(?!家)|类(?!别)|种(?![子植业养源])|(?:平方)?公里|名|期|轮|块|组|对|场|朵)(?:以上|左右|以内|以下)?"
)
_ORDINAL = re.compile(r"第[一二三四五六七八九十\d]+[批轮期个]|首[批个家]")
_LEVELS = re.compile(
    r"(?:[省市州县区乡镇村国家]{1,2}(?:[（(]区[)）])?[、和]){1,4}[省市州县区乡镇村]{1,2}(?:[（(][市区、]+[)）])*(?:[一二三四五]?级)?|[省市州县区乡镇村]{2,4}[两三四五]?级"
)
_LIKE = re.compile(r"(?:多地|等地|等市|地区|等)")
_TRIM = "、和与及或并等的之在“”‘’ 　\t·．.-—~+0123456789%"
_TAIL = re.compile(r"[（(][场市区镇村旗、]{1,7}[)）]")
#: The stage of works that is part of their name: 数字园区建设项目一期.
_PHASE = re.compile(r"[一二三四五]期(?:工程|项目)?(?![间货望])")
_JOINT = re.compile(r"[、和与及]|以及")
#: A list of modifiers in front of a head that is longer than this is a list of things.
MAX_LIST = 24
#: With nothing but a place in front, these are no names (浙江基地).
_NOT_BY_PLACE = frozenset(
    (
        "基地",
        "项目",
        "平台",
        "中心",
        "系统",
        "园区",
        "工程",
        "计划",
        "行动",
        "试点",
        "专项",
        "通道",
        "枢纽",
        "示范区",
        "试验区",
        "先行区",
        "合作区",
        "实验区",
    )
)
_QUOTES = re.compile(r"[“”‘’\"'《》「」『』]")


@cache
def _scope() -> re.Pattern[str]:
    words = stop_words("scope") - {"一", "再", "建设", "最", "了", "各", "该", "此", "本", "其"}
    return re.compile(
        rf"{trie_pattern(words)}(?!性|化|体)|各(?!族|民)|[该此](?!岛)|本(?!草|土|科|色|溪)|其(?!他)|最(?!高|美)|再(?!生)|了(?!解)|一(?=批)"
    )


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(f"(?:{trie_pattern(stop_words('generic'))}|[、和与及“”])*")


@cache
def _named() -> tuple[str, ...]:
    return tuple(sorted(stop_words("named")))


def is_plain(words: str) -> bool:
    """Whether words tell nothing apart (重点, 四大专项)."""
    return _generic().fullmatch(words) is not None


@dataclass(slots=True)
class Name:
    """A project's name as read: ``name`` without marks, its span, and the places listed in front of it."""

    name: str
    start: int
    end: int
    wide: int
    places: tuple[int, int] | None = None
    expanded: bool = False
    aliases: tuple[str, ...] = ()


def read_name(
    text: str, phrase: Phrase, places: dict[int, int], is_title: bool = False, bodies: dict[int, int] | None = None
) -> Name | None:
    """The name in a noun phrase, or None if nothing in it distinguishes.

    ``places`` and ``bodies`` map where the name of a place or body starts to where it ends; in a title even plain
    words distinguish.
    """
    begin = phrase.start
    if phrase.joined >= 0 and _FOR_BOTH.match(text, phrase.joined, phrase.head_start):
        begin = phrase.joined  # 建立|中职学校和普通高中统一招生平台
    name = _read(text, phrase, begin, places, is_title, bodies or {})
    kind = clean(text[phrase.start : phrase.end]) in stop_words("name")  # 孵化器和|中试基地
    if name is None and phrase.joined >= 0 and not kind and not _WHOLE.search(text, phrase.joined, phrase.start):
        name = _read(text, phrase, phrase.joined, places, is_title, bodies or {})
    return name


_FOR_BOTH = re.compile(
    r"[^和与]{2,20}(?:学校|院校|高校|高中|企业|医院|机构|部门|银行|法院)[和与][^、和与]{2,16}(?:统一|共享|共用|互通|对接|协同)"
)
#: What stands by itself in front of 和: “十四五”规划和攻坚行动 are two.
_WHOLE = re.compile(r"(?:规划|方案|意见|计划|行动|纲要|办法|条例|工程|体系|机制|项目)”?(?:以及|[、和与及暨])$")


def _read(
    text: str, phrase: Phrase, begin: int, places: dict[int, int], is_title: bool, bodies: dict[int, int]
) -> Name | None:
    """The name that begins at or behind ``begin``."""
    end = phrase.end
    start, listed = _front(text, begin, phrase.head_start, places)
    while verb := _SECOND_VERB.match(text, start, phrase.head_start - 2):
        start = verb.end()
    if start >= phrase.head_start:
        return None
    whole = _opaque(text, start, phrase.head_start, places, bodies)
    quoted = text[start] == "“" and text.startswith("”", end) and "”" not in text[start:end]
    kept = quoted or (start == phrase.start and _carried_out(text, phrase)) or _compound(text, start, phrase, whole)
    later = start if kept else name_start(text, start, phrase.head_start, whole)
    later = max(later, _behind_actor(text, later, phrase))
    if later > start and later < phrase.head_start:
        _governed(text, start, later, phrase)
        start, more = _front(text, later, phrase.head_start, places)
        listed = more or listed
        later = start
    if heads()[phrase.head].carried:
        start = _behind_act(text, start, phrase.head_start)
    if later >= phrase.head_start or not (
        is_title or kept or names_something(text, start, phrase.head_start, phrase.head, whole)
    ):
        return None
    if (
        text[start] in "（("
        or _SUFFIX.match(text, start)
        or (text[start - 1] == "等" and _done_to(text, start, phrase))
    ):
        return None
    tail = _TAIL.match(text, end) if phrase.head.startswith("示范") else _PHASE.match(text, end)
    end = tail.end() if tail else end
    start = _last_of_list(text, start, end)
    name = clean(text[start:end])
    modifier = text[start : phrase.head_start]
    if not distinguishes(modifier, phrase) and not (is_title and _titled(name)) and not _told(text, phrase, modifier):
        return None
    if phrase.head in _NOT_BY_PLACE and start in places:
        rest = text[places[start] : phrase.head_start]
        if places[start] <= phrase.head_start and not distinguishes(rest, phrase):
            return None
    return Name(name, start, end, min(begin, start), listed)


#: 坚持深化农村改革与加快|农业示范区建设: what stands behind the last of such verbs.
_SECOND_VERB = re.compile(
    r"(?:[^的]{2,30}?[与和及、])?(?:深化|加快(?!发展)|加强|推进(?!行动|工程|计划)|推动)(?=[\u4e00-\u9fff]{4})"
)


def _carried_out(text: str, phrase: Phrase) -> bool:
    """开展打击欺诈骗保专项行动: between 开展 and the name of an action stands nothing but the name."""
    if heads()[phrase.head].kind != "action" or not phrase.verb.endswith(CARRIES_OUT) or phrase.of:
        return False
    if not text.endswith(phrase.verb, phrase.clause[0], phrase.start) or phrase.head_start - phrase.start > 20:
        return False
    kinds = [word.kind for word in cut(text, phrase.start, phrase.head_start)]
    return bool(kinds) and kinds[0] in "vx" and not set(kinds) & set("fd") and "n" in kinds


#: Verbs with a thing for their object, and no clause: between them and a head stands one compound noun.
_TAKE_A_THING = (
    "建设",
    "建立",
    "建成",
    "构建",
    "搭建",
    "组建",
    "新建",
    "打造",
    "开发",
    "开展",
    "实施",
    "启动",
    "推进",
    "完善",
    "优化",
    "升级",
)


def _compound(text: str, start: int, phrase: Phrase, whole: dict[int, int]) -> bool:
    """Whether all between the ordering verb and the head is one noun although it holds verbs.

    So in later members of a list, and for pilots behind 等 and 的 too.
    建立|外来入侵物种数据库, 开展|告知承诺制试点, 建成|放射源实时监控系统: the verbs are none of those that plans order with,
    no function word stands between them, and an adverb only behind a noun.
    """
    if phrase.mode != "order" or not phrase.verb.endswith((*_TAKE_A_THING, "探索")):
        return False
    behind = text.endswith(phrase.verb, phrase.clause[0], phrase.start)
    behind = behind or (text[phrase.start - 1] in _LINKS and phrase.listed)
    behind = behind or (phrase.head == "试点" and text[phrase.start - 1] in "等的")
    if not behind or text[phrase.head_start - 1] in _LINKS or not 4 < phrase.head_start - start <= 24:
        return False
    words = cut(text, start, phrase.head_start, whole)
    before = ""
    for word in words:
        surface = text[word.start : word.end]
        if word.kind == "f" and surface not in _LINKS:
            return False
        if word.kind == "v" and (surface in triggers() or surface == "相关"):
            return False
        if word.kind == "d" and before not in ("n", "v"):
            return False
        before = word.kind
    kinds = [word.kind for word in words]
    return "n" in kinds or (len(kinds) > 2 and "d" in kinds)


def _behind_act(text: str, start: int, stop: int) -> int:
    """实施信用监督评价和|账款拖欠专项治理: behind an act of its own in front of 和, if a noun follows; else ``start``."""
    joint = text.rfind("和", start + 4, stop - 4)
    if joint < 0 or cut(text, start, joint)[-1].kind != "x" or cut(text, joint + 1, stop)[0].kind != "n":
        return start
    return joint + 1


_LINKS = frozenset("和与及、")
#: No name begins with the end of a word.
_SUFFIX = re.compile(r"区(?![域块级县市位划间])|型|化(?![工学肥石妆解纤])|性(?![能价别])|率")


def _done_to(text: str, start: int, phrase: Phrase) -> bool:
    """燃气管道等|老化更新改造项目: what is done to the things listed is no name without them."""
    modifier = text[start : phrase.head_start]
    if phrase.head not in ("项目", "工程") or is_plain(modifier) or len(modifier) < 4:
        return False
    words = cut(text, start, phrase.head_start)
    return words[-1].kind == "x" and sum(word.end - word.start for word in words if word.kind == "n") < 4


#: Clauses with 的 that tell one thing of a plain kind from others.
_TELLS = re.compile(
    r"面向[^，。；的]{2,20}的|集[^。；的]{4,80}于一体的|[^，。；的“”]{0,8}“[^“”]{3,20}”[^，。；的]{0,30}的"
)


def _told(text: str, phrase: Phrase, modifier: str) -> bool:
    """Whether a clause with 的 names the project by what it is for: 面向全县的农业服务平台."""
    if not phrase.of or len(modifier) < 4 or phrase.mode != "order":
        return False
    return clean(modifier) not in stop_words("generic") and _TELLS.match(text, phrase.wide, phrase.start) is not None


def _front(text: str, start: int, stop: int, places: dict[int, int]) -> tuple[int, tuple[int, int] | None]:
    """Past numbers, scope words and a list of places at the front; and the span of that list."""
    listed: tuple[int, int] | None = None
    while True:
        moved = _strip(text, start, stop)
        if moved == start and listed is None:
            after = _place_list(text, start, stop, places) or _before_quote(text, start, stop, places)
            if after:
                listed, moved = (start, after), after
        if moved == start:
            return start, listed
        start = moved


_ORDERS = re.compile(r"建设|创建|打造|设立|组建|申报|办好|开展|实施|搭建|支持|推进|培育|开发")
_ACTOR_ENDS = tuple("港区市县局司院厂园场镇村校会社企团学")
_HELPED = frozenset(
    ("支持", "推动", "鼓励", "指导", "引导", "允许", "推进", "大力支持", "重点支持", "积极支持", "鼓励支持", "支持鼓励")
)


def _behind_actor(text: str, start: int, phrase: Phrase) -> int:
    """支持日照港建设|大宗商品交易中心, 利用现有渠道支持|公共服务平台: behind the verb of whom or what stands in front; else 0."""
    helped = phrase.verb in _HELPED
    if not helped and phrase.mode != "lean":
        return 0
    verb = _ORDERS.search(text, start + 2, phrase.head_start - 1)
    if verb is None or (helped and not text[start : verb.start()].endswith(_ACTOR_ENDS)):
        return 0
    following = cut(text, verb.end(), phrase.head_start)
    modifier = text[verb.end() : phrase.head_start]
    if following[0].kind != "n":
        return 0
    if distinguishes(modifier, phrase):
        return verb.end()
    return phrase.head_start if verb[0] == "支持" else 0


def _governed(text: str, start: int, later: int, phrase: Phrase) -> None:
    """在X推广Y: the verb in front of where the name was found to begin says what is done with it."""
    for size in (4, 3, 2):
        trigger = triggers().get(text[max(start, later - size) : later])
        if trigger is not None and trigger.mode:
            phrase.mode, phrase.verb = trigger.mode, trigger.word
            return


#: Quoted text, bracketed text and slogans (增品种、提品质、创品牌) are not looked into.
_CLOSED = re.compile(
    r"“[^“”\n]{0,200}”|[（(][^（()）\n]{0,200}[）)]|(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff]{3}、){1,40}[\u4e00-\u9fff]{3}(?=“)"
)


def _opaque(text: str, start: int, stop: int, places: dict[int, int], bodies: dict[int, int]) -> dict[int, int]:
    """Where names and closed stretches in ``start..stop`` start and end."""
    whole = {m.start(): m.end() for m in _CLOSED.finditer(text, start, stop)}
    for at in range(start, stop):
        end = bodies.get(at) or places.get(at)
        if end and end <= stop:
            whole[at] = end
    return whole


def _last_of_list(text: str, start: int, end: int) -> int:
    """A long list in front of the head (A、B、C中心) names other things: its last member is left."""
    commas = text.count("、", start, end)
    if commas < 2:
        return start
    things = "“" not in text[start:end] and any(len(piece) > 4 for piece in text[start:end].split("、")[1:-1])
    return text.rindex("、", start, end) + 1 if things or end - start > MAX_LIST else start


def _titled(name: str) -> bool:
    return len(name) >= 6 and name not in stop_words("name")


@lru_cache(maxsize=4096)
def clean(name: str) -> str:
    """A surface form without quotation marks and blanks between Chinese characters."""
    name = _QUOTES.sub("", name)
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+|(?<!\s)\s+(?=[\u4e00-\u9fff])", "", name).strip()


def _strip(text: str, start: int, stop: int) -> int:
    """Past conjunctions, numbers with measures, scope words at the front of a phrase."""
    while (
        start < stop
        and text[start] in "、和与及或并等之 　·．.：:—-~%"
        and not text.startswith(("和谐", "和平", "并网", "及时"), start)
    ):
        start += 1
    for pattern in (_LEVELS, _MEASURE, _ORDINAL, _scope()):
        match = pattern.match(text, start, stop)
        if match and match.end() > start:
            return match.end()
    return start


def _before_quote(text: str, start: int, stop: int, places: dict[int, int]) -> int:
    """杭州“中国种业数谷”: a place in front of a name that is quoted as a whole only says where; else 0."""
    after = places.get(start, 0)
    quoted = 0 < after < stop and text[after] == "“" and "”" not in text[after:stop]
    return after if quoted else 0


def _place_list(text: str, start: int, stop: int, places: dict[int, int]) -> int:
    """End of a list of places that only says where (two or more, or 广州等地), else 0."""
    position, count = start, 0
    while position in places:
        position = places[position]
        count += 1
        joint = _JOINT.match(text, position, stop)
        if joint and joint.end() in places:
            position = joint.end()
            continue
        break
    like = _LIKE.match(text, position, stop) if count else None
    if like:
        return like.end()
    return position if count > 1 else 0


#: 国家技术创新中心, 国家工程研究中心: plain words, but one kind of centre that the State names.
_OF_STATE = re.compile(r"(?:国家|省级?)(?:产业|技术|制造业|临床医学|工程|科学|基础学科)(?:技术|创新|研究)")
#: Plain words, but the State has one of it: 国家信息统一共享开放平台.
_OF_THE_STATE = re.compile(r"(?:国家|全国)(?![级性])[\u4e00-\u9fff]{6,}")
_FIELD_OF_PLAIN_WORDS = re.compile(
    r"(?:工业|产业)互联网|电商产业|智能制造|服务型制造|智能网联|工业智能|数字工业|数字产业|创意产业"
)


def distinguishes(modifier: str, phrase: Phrase) -> bool:
    """Whether the words in front of the head tell this project from others of its kind."""
    head = heads()[phrase.head]
    bare = clean(modifier)
    whole = bare + phrase.head
    if len(bare) >= 2 and ("”" in modifier or re.match(r"“[^+＋]+$", modifier)):
        return True  # “城市大脑”, “平湖”平台
    if "“" in modifier and re.search(r"[+＋]", modifier):
        return False  # “企业+合作社+基地”: a model, not a thing
    if whole.endswith(_named()):
        return True
    if len(bare) < 2 or whole in stop_words("name") or _plain(bare, phrase.head):
        return False
    if phrase.head.endswith("中心") and _OF_STATE.match(bare + phrase.head.removesuffix("中心")):
        return True
    match = None if phrase.head.endswith("云") else _generic().match(bare)
    if match and match.end() == len(bare) and not _FIELD_OF_PLAIN_WORDS.search(bare):
        return bool(_OF_THE_STATE.match(bare)) or (head.kind == "platform" and len(bare) > 7 and "、" not in bare)
    if bare.endswith(head.not_after) and head.not_after and phrase.head == "试点":
        return False
    return not re.search(r"[？?！!=]", bare)


@cache
def _plain_front() -> re.Pattern[str]:
    marks = {"国家", "全国", "国际", "全球", "世界", "亚洲"}
    words = stop_words("generic") - {w for w in stop_words("generic") if w[:2] in marks}
    return re.compile(f"(?:{trie_pattern(words)}|[、和与及])+")


def _plain(bare: str, head: str) -> bool:
    """Whether a name is a plain kind with plain words in front: 重点|文旅项目, 特色|物流园区."""
    front = _plain_front().match(bare)
    return front is not None and front.end() < len(bare) and bare[front.end() :] + head in stop_words("name")
