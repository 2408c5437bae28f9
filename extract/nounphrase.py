"""Where a noun phrase begins: a small grammar over the clauses of administrative Chinese.

A plan's clause is a chain ``[subject] [adverb…] verb… noun-phrase``; what names a project is the noun phrase
in front of a head noun (工程, 平台 …). The scan runs left to right over the words of ``project_triggers.csv``:
a word ends the text to its left only where a verb can stand (at the front, after an adverb or another verb,
after a subject), because the same words also stand inside names (质量提升行动, 高标准农田建设工程).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.phrasewords import (
    Trigger,
    also_nouns,
    cut_tokens,
    suffix_test,
    thing_ends,
    triggers,
)
from extract.words import cut, kind_of

#: A clause: brackets, quotation and title marks are kept whole if they close soon. Linear: every
#: alternative begins with another character and is bounded.
_CLAUSE = re.compile(
    r"(?:“[^“”\n]{1,40}”|《[^《》\n]{1,80}》|[（(][^（()）\n，。；：]{1,12}[）)]|—(?!—)"
    r"|[^，。；：！？!?;:\n\t“”《》（()）—■●◆★•…])+"
)
#: A window to the left of a head is never longer than this, so that a line without marks stays linear.
MAX_LEFT = 60
_BRACKET = re.compile(r"[（(][^（()）\n]{1,12}[)）]")
#: What has such a quality is described by it and not reported.
_HAS = frozenset(("具有", "具备", "富有"))
#: 提升A系统检索能力: the platform is there, what it can do is bettered.
RAISES = ("提升", "提高", "增强", "优化", "强化", "加强")
_QUALITY = re.compile(
    r"[^，。；、的]{2,12}(?:水平|能力|功能|频率|效率|效能|质量|性能|精度|速度|范围|稳定性|安全性)(?![\u4e00-\u9fff])"
)
_OF_STATE = re.compile(r"“?(?:国家(?!级)|全国|中国|中华)")
_PHASE = re.compile(r"[一二三四五]期")


@dataclass(slots=True)
class Phrase:
    """A noun phrase that ends in a head: ``text[start:end]``.

    ``mode``: ``order`` (to be built or run), ``lean`` (leant on), ``report`` (exists) or empty;
    ``verb`` is the trigger; ``of`` tells that a clause with 的 in front was dropped, which begins at ``wide``;
    ``listed`` that it follows another phrase in a list; ``hypernym`` that it sums such a list up (A平台、B中心等载体);
    ``joined`` is where the noun in front of 和 begins (高职学校和专业建设计划), -1 without one.
    """

    start: int
    end: int
    head_start: int
    head: str
    clause: tuple[int, int]
    mode: str = ""
    verb: str = ""
    of: bool = False
    wide: int = -1
    listed: bool = False
    hypernym: bool = False
    joined: int = -1


def clause_spans(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Clauses of running text, cut at ， ； 。 ： and unclosed brackets."""
    for match in _CLAUSE.finditer(text, start, len(text) if end is None else end):
        yield match.span()


#: 在X领域开展|试点, 按时间表完成|专项行动: never the last word of a name.
_STARTS = frozenset(
    (
        "完成",
        "参与",
        "搭建",
        "构建",
        "组建",
        "设立",
        "打造",
        "开展",
        "启动",
        "组织开展",
        "积极开展",
        "先行开展",
        "率先开展",
        "启动实施",
        "部署开展",
    )
)
#: How many there are, behind the name: 研究中心7个、…
_COUNTED = re.compile(r"(?:约|近|共)?[\d一二三四五六七八九十百]{1,9}余?(?:个|家|座|项|所|处|条|批)(?:以上)?")
#: How many are built, between the verb and a clause with 的.
_QUANTITY = re.compile(r"一批|一系列|若干个?|多个|[\d一二三四五六七八九十百]{1,9}(?:个|家|批|座|项|所|条)(?:以上)?")
#: Adverbs that order by themselves: 探索|林权收储试点.
_TENTATIVE = frozenset(("探索", "谋划"))
#: What stands between these and the name of an action is the name.
CARRIES_OUT = ("开展", "实施", "启动")
#: Verbs that may follow a subject; the other soft ones are too often part of its name.
_AFTER_SUBJECT = frozenset(
    (
        "建设",
        "推进",
        "推动",
        "部署",
        "申报",
        "培育",
        "发展",
        "开发",
        "研发",
        "认定",
        "规划",
        "建",
        "布局",
        "参与",
        "做大做强",
    )
)
#: 鼓励A平台开放 orders nothing to be built, 支持A平台建设 does.
_HELPS = frozenset(
    ("支持", "鼓励", "引导", "指导", "鼓励引导", "支持引导", "鼓励支持", "支持鼓励", "帮助", "督促", "协调")
)
_CARRIES_OUT = frozenset(("开展", "推进", "支持", "发展", "推广", "申报", "推动"))
#: 推进现有场馆改造工程 orders all the same.
_EXISTING = frozenset(("现有", "已有", "既有", "原有"))
#: A平台建设情况 only speaks of it.
_ABOUT = frozenset(
    (
        "情况",
        "成果",
        "成效",
        "水平",
        "需求",
        "标准",
        "单位",
        "主体",
        "经验",
        "资金",
        "进度",
        "进展",
        "用地",
        "管理",
        "目标",
        "规模",
    )
)
#: 推广A平台经验: A is there already.
_LEARNT = re.compile(r"”?等?(?:的)?(?:经验|做法|模式|成果|机制)")
#: What is said of the projects that stand in front: A平台、B平台等开始建设.
_IS_BUILT = re.compile(
    r"”?(?:[一二三四]期)?(?:等)?(?:要|应|力争|全面|加快|开始|启动|提前|基本|相继|陆续|全部|正式|顺利|如期|实现){1,6}"
    r"(实施|建设|开工|建成|投用|上线|启用|落地|投产|投运|通车|竣工)"
    r"|”?(?:项目)?(前期)(?:工作|研究|论证)"
)
_BUILDING = re.compile(
    r"建设|实施|创建|推进|落地|改造|升级|扩容|试点|申报|创办|建成|开工|完工|竣工|通车|投[产用运]|上线|启用"
)
_LEVELS = frozenset("省市州县区乡镇村、和")


class ClauseReader:
    """Finds the noun phrases of one clause that end in the given heads.

    Args:
        text: the whole text.
        places: offsets where a place ends, bodies: where an organization ends; a verb may follow either.
        starts: offsets where a place begins.
    """

    def __init__(
        self,
        text: str,
        places: frozenset[int] = frozenset(),
        bodies: frozenset[int] = frozenset(),
        starts: frozenset[int] = frozenset(),
    ) -> None:
        self.text, self.starts = text, starts
        self.name_ends = places | bodies
        self.places, self.bodies = places, bodies

    def phrases(self, span: tuple[int, int], heads: list[tuple[int, int, str]]) -> list[Phrase]:
        """``heads``: (start, end, head) in text order, the longest of each chain."""
        self.span = span
        self.start = self.wide = span[0]
        self.mode = self.verb = self.state = ""
        self.joined = -1
        self.of = self.listed = self.etc = self.behind_head = self.member = False
        self.outer: tuple[str, str, str, int] | None = None
        found: list[Phrase] = []
        tokens = list(cut_tokens().finditer(self.text, *span))
        at, behind = 0, span[0]
        for head_start, head_end, head in heads:
            while at < len(tokens) and tokens[at].start() < head_start:
                token = tokens[at]
                at += 1
                inside = token.end() > head_start or token.start() < behind
                if inside and token.lastgroup not in ("opaque", "noun"):
                    continue
                self._take(token, head_start)
            self._reach(head_start)
            if found and self._goes_on(found[-1], head_start):
                # “赣鄱云”融媒体平台, 丰满水电站重建工程: the phrase goes on behind its first head
                found[-1].end, found[-1].head_start, found[-1].head = head_end, head_start, head
            elif self.start < head_end:
                found.append(
                    Phrase(
                        self.start,
                        head_end,
                        head_start,
                        head,
                        span,
                        self.mode,
                        self.verb,
                        self.of,
                        self.wide,
                        self.listed,
                        self.etc and self.member,
                        self.joined,
                    )
                )
                self.member = True
            self._after_head(head_end)
            behind = head_end
        self._trailing(found, tokens[at:])
        return found

    def _goes_on(self, last: Phrase, head_start: int) -> bool:
        """Whether the phrase goes on behind its first head; “A云”“B云” are two."""
        near = self.behind_head and self.start < head_start and self.start - last.end < 2
        return near and self.text[self.start] != "“"

    # -- one step -----------------------------------------------------------------------------------

    def _take(self, token: re.Match[str], head_start: int) -> None:
        begin, end, kind = token.start(), token.end(), token.lastgroup
        gap = self.text[self.start : begin]
        if kind == "noun":
            return  # 机构建设 is no 构建
        if kind == "opaque":
            self.state = "noun" if self.state != "cause" else self.state
        elif kind == "etc":
            self._move(end)
            self.listed, self.etc = False, True
        elif kind == "of":
            self._of(begin, end)
        elif kind == "conj":
            if not gap or _COUNTED.fullmatch(gap):
                self._move(end)
                self.listed = True
                if token[0] == "与" and not self.behind_head:
                    self.outer = self._governing("")
                    self.mode, self.verb = "lean", "与"
            elif begin not in self.places and (
                (self.behind_head and token[0] == "、" and kind_of(gap) in ("x", "v"))  # A基地建设、|B项目
                or self._separate(gap.rstrip("”"), begin)
            ):
                joined = self.start if token[0] in "和与及" else -1
                self._move(end)
                self.listed = True
                self.joined = joined
        else:
            self._word(triggers()[token[0]], gap, begin, end, head_start)

    def _separate(self, gap: str, begin: int) -> bool:
        """Whether the text before 和 or 、 is a thing of its own rather than a modifier of what follows."""
        return not set(gap) <= _LEVELS and (
            suffix_test("thing")(gap)
            or suffix_test("actor")(gap)
            or begin in self.bodies
            or (len(gap) > 2 and self._begins_anew(gap, begin + 1))
            or (len(gap) > 3 and gap.endswith(thing_ends()))
        )

    def _begins_anew(self, gap: str, after: int) -> bool:
        """Whether what follows 、 or 和 begins as a list's next thing does: 1个A和|2个B, 安州A、|平湖B, A、|国家B."""
        if _QUANTITY.match(self.text, after):
            return True
        if self.text[after - 1] != "、":
            return False
        return (after in self.starts and not gap.endswith(("省", "市", "县", "区", "州"))) or (
            len(gap) > 3 and _OF_STATE.match(self.text, after) is not None
        )

    def _of(self, begin: int, end: int) -> None:
        """A clause with 的 is dropped; what stood before it (建设面向5G的…) governs again."""
        wide = self.start
        if self.outer is not None:
            self.mode, self.verb, self.state, wide = self.outer
        elif self.verb in _HAS and begin > self.start:
            self.mode = self.verb = self.state = ""  # 配置具有吸引力的|发展平台
        self._move(end)
        self.wide, self.of = wide, True

    def _word(self, trigger: Trigger, gap: str, begin: int, end: int, head_start: int) -> None:
        kind = trigger.kind
        if end - begin == 1 and not self._lone(begin):
            return
        if end == head_start and gap and kind != "neg" and trigger.word not in _STARTS:
            return  # 推进行动, 建设项目: the word belongs to the head
        if self.behind_head and not gap and head_start - begin <= 6 and self._all_verbs(begin, head_start):
            return  # 物流枢纽建设工程: the phrase goes on behind its first head
        if kind == "adverbif" and (self.listed or not self._verb_follows(end)):
            return
        subject = bool(gap) and self._subject(gap, begin)
        if trigger.word == "综合利用" and gap and not subject:
            return  # 盐碱地综合利用示范基地
        inside = (gap or self.behind_head) and not subject
        if inside and self.text[end : end + 1] in ("等", "、", "（", "(") and kind in ("hard", "soft", "verb"):
            return  # 品种选育、基地创建等行动: the word ends a member of the list
        if (
            gap
            and not subject
            and head_start - end > 1
            and head_start - begin <= 6
            and self._all_verbs(begin, head_start)
        ):
            return  # 数据汇聚共享平台
        if self.joined >= 0 and not gap and kind_of(trigger.word) == "x" and self._also_before(begin):
            return  # 协同服务及|应用示范基地
        if kind == "soft":
            if not gap:
                free = self.state != "verb" or self._stacks(trigger) or (trigger.mode == "order" and end in self.starts)
            else:
                by_means = self.etc and suffix_test("thing")(gap)  # 利用A、B等技术|提升C系统
                free = (trigger.word in _AFTER_SUBJECT or by_means) and (subject or self.state == "prep")
        elif kind == "verb" and gap and trigger.word in also_nouns():
            free = subject  # 传统文化传承发展工程
        elif kind == "verb" and not gap and self.verb.endswith(CARRIES_OUT) and self._action(head_start):
            free = False  # 开展|打击欺诈骗保专项行动
        elif kind in ("hard", "report", "verb", "lean", "neg"):
            free = not gap or subject or len(trigger.word) > 1
        else:
            free = not gap or subject or (self.state == "prep" and kind != "prep")
        if free:
            self._enter(trigger, gap, end)

    def _also_before(self, begin: int) -> bool:
        """Whether the word in front of 和 or 及 is a verb that is a noun as well."""
        return kind_of(self.text[begin - 3 : begin - 1]) == "x"

    def _action(self, head_start: int) -> bool:
        return self.text.startswith(("行动", "专项", "攻坚战"), head_start)

    def _lone(self, at: int) -> bool:
        """达 in 达州 is no word."""
        low, high = self.span
        if not (at > low and kind_of(self.text[at - 1 : at + 1])) and not kind_of(self.text[at : at + 2]):
            return True
        return any(w.start == at and w.end == at + 1 for w in cut(self.text, max(low, at - 4), min(high, at + 5)))

    def _all_verbs(self, begin: int, end: int) -> bool:
        words = cut(self.text, begin, end)
        return all(w.kind == "x" and self.text[w.start : w.end] not in _CARRIES_OUT for w in words)

    def _enter(self, trigger: Trigger, gap: str, end: int) -> None:
        """The text to the left of a verb, adverb or preposition is over."""
        kind = trigger.kind
        if kind not in ("adverb", "adverbif"):
            self.outer = self._governing(gap)
        self._move(end)
        self.listed = self.etc = self.member = False
        if trigger.word in _TENTATIVE and not self.mode:
            self.mode, self.verb = "order", trigger.word
        if kind in ("adverb", "adverbif") or self.mode == "none":
            return
        self.state = "cause" if kind == "cause" else "prep" if kind in ("prep", "lean", "leansoft") else "verb"
        if not (trigger.word in _EXISTING and self.mode == "order"):
            self.mode, self.verb = trigger.mode, trigger.word

    def _governing(self, gap: str) -> tuple[str, str, str, int] | None:
        """What governs again behind a clause with 的: the verb it stands under (建设|具有引领作用的…), none behind a head."""
        if self.behind_head or self.etc:
            return None
        if self.outer is None and self.mode and (not gap or _QUANTITY.fullmatch(gap)):
            return self.mode, self.verb, self.state, self.start
        return self.outer

    def _stacks(self, trigger: Trigger) -> bool:
        """推进建设, 推动发展: two verbs in a row; 实施提升…行动 is not."""
        return trigger.word in ("建设", "推进", "推动", "部署", "申报") and self.verb != trigger.word

    def _subject(self, gap: str, begin: int) -> bool:
        """Whether the text between the last boundary and a verb can be its subject."""
        if self.state not in ("", "cause", "prep"):
            return False
        return (
            begin in self.name_ends
            or suffix_test("actor")(gap)
            or set(gap) <= _LEVELS
            or (self.etc and (gap == "地" or suffix_test("thing")(gap)))
            or gap[0] == "各"
        )

    def _verb_follows(self, end: int) -> bool:
        match = cut_tokens().match(self.text, end, min(end + 8, self.span[1]))
        return bool(
            match and match.lastgroup == "word" and triggers()[match[0]].kind in ("hard", "soft", "cause", "adverb")
        )

    def _move(self, to: int) -> None:
        self.start = self.wide = to
        self.of = self.behind_head = False
        self.joined = -1

    def _reach(self, head_start: int) -> None:
        if head_start - self.start > MAX_LEFT:
            self._move(head_start - MAX_LEFT)

    def _after_head(self, end: int) -> None:
        """Behind a name the next one begins afresh; what was ordered holds on in a list."""
        if end < self.span[1] and self.text[end] in "”）)":
            end += 1
        for pattern in (_BRACKET, _PHASE):
            behind = pattern.match(self.text, end, self.span[1])
            end = behind.end() if behind else end
        self._move(end)
        self.listed = False
        self.outer = None
        self.behind_head = True
        self.state = "cause" if self.verb in _HELPS else "verb"

    def _order_back(self, found: list[Phrase], last: int, verb: str) -> None:
        """A高铁、B铁路建设 orders both."""
        for index in range(last, -1, -1):
            phrase = found[index]
            if phrase.mode and (phrase.mode != "order" or phrase.verb):
                break
            phrase.mode, phrase.verb = "order", verb
            if not phrase.listed:
                break

    def _trailing(self, found: list[Phrase], rest: list[re.Match[str]]) -> None:
        """…平台建设, A、B等平台开始建设 order the projects in front; …平台的作用 leans on them."""
        if found and not found[-1].verb and not found[-1].mode:
            done = _IS_BUILT.match(self.text, found[-1].end, self.span[1])
            for phrase in found if done else ():
                if not phrase.mode and not phrase.verb:
                    phrase.mode, phrase.verb = "order", (done[1] or done[2]) if done else ""
        for index, phrase in enumerate(found):
            if phrase.verb == "推广" and _LEARNT.match(self.text, phrase.end):
                phrase.mode = "report"
            elif phrase.verb.endswith(RAISES) and _QUALITY.match(self.text, phrase.end, self.span[1]):
                phrase.mode = "lean"
            elif not phrase.mode or (phrase.mode == "order" and not phrase.verb):
                bracket = _BRACKET.match(self.text, phrase.end, self.span[1])
                end = bracket.end() if bracket else phrase.end
                tail = self.text[end : min(end + 4, self.span[1])].lstrip("”")
                if tail.startswith(("建设", "实施", "创建")) and tail[2:] not in _ABOUT:
                    self._order_back(found, index, tail[:2])
            elif (phrase.verb in _HELPS or phrase.verb == "确保") and not _BUILDING.search(
                self.text, phrase.end, self.span[1]
            ):
                phrase.mode = "lean"
