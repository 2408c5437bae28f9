"""Lists of fields: the members of A、B、C等领域, of 发展A、B、C等服务, and businesses that a plan says to carry on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extract.businesses import business_fields, marked_businesses
from extract.fields import Field, known, listed_only
from extract.industries import generic_industry
from extract.phrasewords import trie_pattern, triggers
from extract.words import cut

#: What the members of a list are said to be: 等领域, 等高耗水行业, 等综合性家庭服务.
_KIND = (
    "领域|行业|(?:产业|业务|服务)(?!领域|行业|产业|性|体系|平台|中心|机构|能力|设施|事项|人员|对象|场所|场景|窗口|网点?|站点?|企业|主体|组织|配套|项目|基地|园|于|好)"
    "|业态|赛道|全(?:产业)?链条?|消费|文化内容|方面|技术(?!服务|领域|产业|行业|改造|创新|人员|人才|企业|咨询|培训|标准|规范|规程|要求|指标|参数|资料|文件|支持|指导|工艺|装备)"
)
_LIST_END = re.compile(
    r"(?:等(?!同)|(?<![同与和在对])各|(?=全产业链)|(?=(?:\d{1,9}|[一二三四五六七八九十两]{1,9})[余多]?[大个类][\u4e00-\u9fff]{0,8}(?:领域|行业|产业)))"
    rf"(?P<mid>(?:(?!{_KIND})[\u4e00-\u9fff0-9]){{0,10}})(?P<kind>{_KIND})(?!(?:的|内)?(?:各|有关|相关|主管|监管|管理|行政){{0,3}}部门)"
)
#: What makes the words between 等 and 领域 say something else: 等企业进入新领域, 等的消费.
_OTHER_KIND = re.compile(
    "[0-9的和与及在对向为等把被将]|企业|部门|机构|地区|单位|城市|国家|院校|人员|问题|方式|产品|政策|措施|项目|工作|技术|手段|人群|群体|平台|渠道|场所"
)
#: 整治工程招标、医保基金等领域的腐败: where something is wrong is not what a plan calls a field.
_AGAINST = re.compile(r"整治|查处|查办|打击|惩治|惩处|纠治|清理|严禁|治理(?=[^、]{2,8}、)")
#: Kinds that any noun may stand in front of; of the others only words that say which (重点, 专业) may.
_ANY_NOUN = ("领域", "行业", "产业", "业态", "赛道", "方面", "服务")
_WHICH = re.compile(
    r"(?:相关|有关|重点|关键|优势|新兴|前沿|特色|传统|战略性?|未来|民生|细分|基础|新型|高端|多[个类种]|各类|主要|主导|支柱|服务|服务性|[千百万]亿级|标志性|新|智慧|绿色|中介|专业|公共"
    r"|生活|社区|便民|增值|商务|科技|综合|社会|金融|文化|生活服务|服务|数字|先进|现代|新一代信息|信息|底层|共性|核心|通用|适用|线上线下融合的|在线教育|(?:[一二三四五六七八九十两]{1,9}|\d{1,9})[余多]?[个大类])*"
)
#: 部署A、B等战略前沿技术, 运用A、B等信息技术: what such technologies are called need not be known.
_FRONTIER = re.compile("前沿|颠覆性|未来|战略")
_USED = re.compile("(?:运用|利用|采用|借助)(?=[^的]{2,60}$)")
#: 重点行业包括A、B和C; 高耗水行业（A、B、C）; 新兴领域，如A、B等.
_INTRODUCED = re.compile(
    r"(?:领域|行业|产业|业态)(?:主要|重点|具体)?(?:包括|包含|涵盖|，?[如即]|，包括|（(?:包括|包含|含|如|即|主要是)?)(?P<list>[\u4e00-\u9fffA-Za-z0-9、]{4,90}?)(?=等|[，。；：）\n]|$)"
)
#: A和B行业, with a mark or a verb in front.
_PAIR_OF_TRADES = re.compile(
    r"(?<![\u4e00-\u9fff、])(?P<first>[\u4e00-\u9fff]{2,10})[和与](?P<second>[\u4e00-\u9fff]{2,6}?)行业(?!协会|组织|主管|部门|标准|监管|管理)"
)
_NO_TRADE = re.compile("(?:产业|行业|领域|业|重点|优势|各|高污染)$")
_OPEN_KINDS = ("领域", "行业", "产业", "业态", "赛道", "全产业链", "全链条")
_SPREAD = re.compile(r"(?:发展|开发|拓展|培育|壮大|扩大|布局|推广|繁荣|丰富|创新|促进|推动|鼓励|支持)")
_SPLIT = re.compile(r"、|以及|(?<![共饱总温缓平中呼柔调])和(?![谐平解])|(?<!参)与|(?<![普涉顾])及(?!时)")
#: 脑科学与类脑研究、量子科技、…: a 与 in front of the list's last mark is part of a member's name.
_PAIR = re.compile(r"、[^、，。；]{2,8}与[^、，。；]{2,8}、")
_PAIR_MARK = re.compile("(?<=..)与(?=..)")
_SPLIT_PAIRS = re.compile(r"、|以及")
_LONGEST = 10
_BAD_MEMBER = re.compile(
    r"[的了是在被把将为于和及与]|[（()）：；，。“”《》\d%]|企业|机构|单位|部门|地区|城市$|政策|措施|工作|问题|项目|工程(?!建设|机械|设计|咨询|监理|造价|装备|技术)|平台|中心|基地|体系|机制|标准|方式|人员"
    r"|人才|资源(?!循环|综合|回收|再生|化)|设备|设施|产品|园区|环节|要素|资金|政府(?!采购)|社会$|利益|权益|行动|计划|制度|规划|数据$|方面|(?<!工程)(?<!城乡)建设|平台$|省|市$|县$|区$"
)


def listed_fields(text: str) -> Iterator[Field]:
    """Members of A、B、C等领域, and of 发展A、B、C等服务."""
    for match in _LIST_END.finditer(text):
        if not _WHICH.fullmatch(match["mid"]) and (
            text[match.start()] not in "等各"
            or match["kind"] not in _ANY_NOUN
            or _OTHER_KIND.search(match["mid"])
            or not _nominal(text, *match.span("mid"))
        ):
            continue
        sentence = max(text.rfind(mark, max(0, match.start() - 120), match.start()) for mark in "，。；：\n")
        begin = max(sentence + 1, match.start() - 120)
        open_kind = match["kind"] in _OPEN_KINDS
        window = text[begin : match.start()]
        spread = _SPREAD.search(window)
        if "、" not in window or _AGAINST.search(window):
            continue
        if (
            not open_kind
            and not (spread and match["kind"] not in ("方面", "技术"))
            and not (match["kind"] == "技术" and (_FRONTIER.search(match["mid"]) or _USED.search(window)))
            and _of_lexicon(window.split("、")) < 2
        ):
            continue
        position = begin if open_kind or not spread else begin + spread.start()
        kind = "technology" if match["kind"] == "技术" else "field"
        yield from _members(text, position, match.start(), kind, match["kind"])
    for match in _INTRODUCED.finditer(text):
        if "、" in match["list"] and _of_lexicon(match["list"].split("、")) > 1:
            yield from _members(text, *match.span("list"), "field", "领域")
    yield from _pairs(text)


def _pairs(text: str) -> Iterator[Field]:
    """The first of two trades of 推动家具制造和皮革加工行业; the other one its ending tells."""
    for match in _PAIR_OF_TRADES.finditer(text):
        left, right = match.span("first")
        left = _behind_verbs(text, left, right)
        left = max((w.end for w in cut(text, left, right)[:-1] if w.kind in "vdf"), default=left)
        first = text[left:right]
        if not 2 <= len(first) <= 8 or not (_nominal(text, left, right) and _nominal(text, *match.span("second"))):
            continue
        bad = _bad(first, False) or _bad(match["second"], False) or _NO_TRADE.search(first)
        if not (bad or generic_industry(first) or generic_industry(match["second"])):
            yield Field(left, right, first, "industry", "sector.list", 0.7)


def _of_lexicon(parts: list[str]) -> int:
    """How many members of a list the lexicon knows, the first one behind its verb."""
    first = any(parts[0][-size:] in known() for size in range(2, min(9, len(parts[0]) + 1)))
    return first + sum(part in known() for part in parts[1:])


def open_fields(text: str) -> Iterator[Field]:
    """Businesses that a plan says to carry on, whatever they are called."""
    for start, end, rule in business_fields(text):
        yield Field(start, end, text[start:end], "field", rule, 0.7)
    for start, end in marked_businesses(text):
        yield Field(start, end, text[start:end], "field", "sector.business", 0.65, (text[start : end - 2],))


def _members(text: str, begin: int, end: int, kind: str, said: str) -> Iterator[Field]:
    split = _SPLIT_PAIRS if _PAIR.search(text, begin, end) else _SPLIT
    edges = [begin, *(p for m in split.finditer(text, begin, end) for p in m.span()), end]
    pieces = list(zip(edges[::2], edges[1::2], strict=True))
    if text.rfind("的", *pieces[-1]) >= 0 or sum(_orders(text, *piece) for piece in pieces[1:]) > 1:
        return
    of_industries = said in ("产业", "行业")
    among_fields = _of_lexicon([text[a:b] for a, b in pieces]) > 1
    for order, (left, right) in enumerate(pieces):
        if order == 0:
            of = text.rfind("的", left, right)
            left = of + 1 if of >= 0 else left
            left = _behind_verbs(text, left, right)
            words = cut(text, left, right)[1:]
            if split is _SPLIT_PAIRS:
                words = [w for w in words if text[w.start : w.end] != "与"]
            left = max((w.end for w in words if w.kind in "vdf"), default=left)
            left -= text[left - 1 : left] == "新" and text.startswith("一代", left)
        member = text[left:right]
        shortest = 2 if among_fields or of_industries else 3
        if member in listed_only() or member in known():
            yield Field(left, right, member, kind, "sector.list", 0.7)
        elif shortest <= len(member) <= _LONGEST and _nominal(text, left, right) and not _bad(member, among_fields):
            trade = f"{member}业"
            if among_fields and member not in known() and trade in known():
                yield Field(left, right, trade, "industry", "sector.list", 0.7, (member,))
            elif not generic_industry(member):
                yield Field(left, right, member, kind, "sector.list", 0.7)


def _bad(member: str, among_fields: bool) -> bool:
    """Whether a member names no field; what is managed (路政管理) counts only beside known fields."""
    if member.endswith("管理") and (len(member) < 4 or not among_fields):
        return True
    return bool(_BAD_MEMBER.search(_PAIR_MARK.sub("", member)))


def _behind_verbs(text: str, left: int, right: int) -> int:
    """Where the first member's own words begin: |制造 of 围绕制造, |集成电路 of 聚焦集成电路."""
    front = _front().match(text, left, right)
    if front is None:
        return left
    return max((word.start for word in cut(text, left, right) if word.start <= front.end()), default=left)


def _orders(text: str, left: int, right: int) -> bool:
    """Whether a member says what is to be done (加快…发展): then so does the list, and its members are no fields."""
    if text[left:right] in known():
        return False
    first = next(iter(cut(text, left, right)), None)
    if first is None or not 2 <= first.end - first.start < right - left:
        return False
    return first.kind in "vd" or (first.kind == "x" and text[first.start : first.end] in triggers())


def _nominal(text: str, left: int, right: int) -> bool:
    """Whether the words of a member are those of a name, on both sides of a 与 within it."""
    pair = _PAIR_MARK.search(text, left, right)
    if pair:
        return _nominal(text, left, pair.start()) and _nominal(text, pair.end(), right)
    return all(
        w.kind in "nx" or (w.kind == "v" and text[w.start : w.end] not in triggers()) for w in cut(text, left, right)
    )


@cache
def _front() -> re.Pattern[str]:
    return re.compile(rf"(?:{trie_pattern(triggers())})+")
