"""Lists of fields: the members of A、B、C等领域, of 发展A、B、C等服务, and businesses that a plan says to carry on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extract.businesses import business_fields, marked_businesses
from extract.fields import Field, known
from extract.industries import generic_industry
from extract.nounphrase import trie_pattern, triggers
from extract.words import cut

_LIST_END = re.compile(
    r"(?:等(?!同)|(?<![同与和在对])各|(?=全产业链)|(?=(?:\d{1,9}|[一二三四五六七八九十两]{1,9})[余多]?[大个类][\u4e00-\u9fff]{0,8}(?:领域|行业|产业)))(?P<mid>(?:相关|有关|重点|关键|优势|新兴|前沿|特色|传统|战略性|未来|民生|细分|基础|新型|线上线下融合的|高端|多[个类种]|各类|主要|主导|支柱|千亿级|百亿级|万亿级|标志性|(?:[一二三四五六七八九十两]{1,9}|\d{1,9})[余多]?[个大类]|新|智慧|绿色){0,6})"
    r"(?P<kind>领域|行业|产业|(?:[\u4e00-\u9fff]{2,4})?业态|赛道|业务|消费|全产业链|(?:中介|专业|公共|生活|社区|便民|配套|增值|商务|科技|技术|综合|社会|金融)?服务(?!体系|平台|中心|机构|能力|设施)|服务消费|生活服务消费|文化内容|数字文化内容|在线教育服务)"
)
#: 整治工程招标、医保基金等领域的腐败: where something is wrong is not what a plan calls a field.
_AGAINST = re.compile(r"整治|查处|查办|打击|惩治|惩处|纠治|清理|严禁|治理(?=[^、]{2,8}、)")
_SPREAD = re.compile(r"(?:发展|开发|拓展|培育|壮大|扩大|布局|推广|繁荣|丰富|创新|促进|推动|鼓励|支持)")
_SPLIT = re.compile(r"、|以及|(?<![共饱总温缓平中呼柔调])和(?![谐平解])|(?<!参)与|(?<![普涉顾])及(?!时)")
_BAD_MEMBER = re.compile(
    r"[的了是在被把将为于和及与]|[（()）：；，。“”《》\d%]|企业|机构|单位|部门|地区|城市|政策|措施|工作|问题|项目|工程|平台|中心|基地|体系|机制|标准|方式|人员"
    r"|人才|资源|设备|设施|产品|园区|环节|要素|资金|政府|社会|行动|计划|制度|规划|数据$|方面|建设|管理$|平台$|省|市$|县$|区$"
)


def listed_fields(text: str) -> Iterator[Field]:
    """Members of A、B、C等领域, and of 发展A、B、C等服务."""
    for match in _LIST_END.finditer(text):
        sentence = max(text.rfind(mark, max(0, match.start() - 120), match.start()) for mark in "，。；：\n")
        begin = max(sentence + 1, match.start() - 120)
        open_kind = match["kind"].endswith(("领域", "行业", "产业", "业态", "赛道", "全产业链"))
        window = text[begin : match.start()]
        spread = _SPREAD.search(window)
        if "、" not in window or _AGAINST.search(window):
            continue
        if not open_kind and not spread and _of_lexicon(window.split("、")) < 2:
            continue
        position = begin if open_kind or not spread else begin + spread.start()
        yield from _members(text, position, match.start())


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


def _members(text: str, begin: int, end: int) -> Iterator[Field]:
    edges = [begin, *(p for m in _SPLIT.finditer(text, begin, end) for p in m.span()), end]
    pieces = list(zip(edges[::2], edges[1::2], strict=True))
    of_industries = text.startswith(("产业", "行业"), end + 1)
    among_fields = _of_lexicon([text[a:b] for a, b in pieces]) > 1
    for order, (left, right) in enumerate(pieces):
        if order == 0:
            of = text.rfind("的", left, right)
            left = of + 1 if of >= 0 else left
            front = _front().match(text, left, right)
            left = front.end() if front else left
            left -= text[left - 1 : left] == "新" and text.startswith("一代", left)
        member = text[left:right]
        shortest = 2 if among_fields or of_industries else 3
        if (
            shortest <= len(member) <= 10
            and _nominal(text, left, right)
            and not _BAD_MEMBER.search(member)
            and not generic_industry(member)
        ):
            yield Field(left, right, member, "field", "sector.list", 0.7)


def _nominal(text: str, left: int, right: int) -> bool:
    """Whether the words of a member are those of a name."""
    return all(
        w.kind in "nx" or (w.kind == "v" and text[w.start : w.end] not in triggers()) for w in cut(text, left, right)
    )


@cache
def _front() -> re.Pattern[str]:
    return re.compile(rf"(?:{trie_pattern(triggers())})+")
