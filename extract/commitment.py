"""Whether an order with a number sets a target: 覆盖率达到90% and 培育10家企业 do, 合并3个部门 does not."""

from __future__ import annotations

import re

from extract.indicator import ALL_DO, DOES, EACH_TIME, names_all, pattern
from extract.numbers import Quantity, unit_kind

#: Verbs before a value that is reached, and before a share by which something changes.
_REACHES = re.compile(
    r"(?:(?:提高|提升|增加|增长|扩大|上升|下降|降低|减少|压缩|压减|缩短|缩减|精简|控制)(?:到|至|为|在)|[增升降减]至|降到"
    r"|稳定在|保持在|维持在|达到|达|超过|突破|不低于|不少于)$"
)
_CHANGES = re.compile("(?:增长|提高|下降|降低|减少|提升|增加|上升|压缩|压减|缩短|削减|下调|压降|提速)(?:了|约)?$")
#: Names of quantities: with a bound (不超过3个) they need no verb.
_QUANTITY = re.compile(
    "(?:[率例量额值数积度重模耗幅力]|占比|环节|时间|时长|材料|收入|投资|里程|成本|费用|误差|差距|家庭|人口|就业)(?:均|都|总体|原则上|一般)?$"
)
#: Things that are done again and again (开展2次), which an order alone makes no target.
_OCCASIONS = frozenset("次轮起分遍")
#: 70%以上的行政村实现…: a share of things of which something is to be true.
_TRUE_OF = re.compile("的?[^，。的]{2,24}(?:实现|达到|完成|建成|接入|建立|开展|具备|纳入|配备|配套|得到)")
_SO_IT_IS = re.compile("(?:力争|确保|努力)?(?:实现|确保|做到|力争)$")
#: Numbers of things that are only spoken of (办好两件大事, 突出3个方向).
_ABSTRACT = re.compile(
    "(?:大事|目标|任务|要求|精神|方向|方面|领域|环节|重点|要点|维度|层面|层次|阶段|步骤|关系|原则|战略|主线|抓手|支柱|优势|转变|统筹|坚持|问题|短板|堵点|关键|大局|理念|意识|作用|高地|圈|轴|带)$"
)
_RATE = re.compile("(?<![利税费汇折])率(?:均|都|全部|总体|保持|维持|稳定){0,4}$")
#: 100个高频事项实现一次办好: so many things of which something is to be true.
_SO_MANY = re.compile("[^，。的]{2,16}?(?:实现|达到|完成|建成|接入|开展)")
_NO_VERB = re.compile(
    "(?:全省|全市|全县|全区|各级|各地|省市县|[省市县区]级|力争|确保|至少|新增|其中|选择|选取|遴选|[\u4e00-\u9fff]{0,4}(?:领域|行业|地区|区域)){0,3}$"
)
#: What is told or ruled, and not ordered, before a number (现有泵站30座, 每户2亩, 距居民区100米).
_TOLD = re.compile("(?:[有是为按每距达]|设计)$|每|[现原已]有|给予|奖|补|标准|配额|不|以内|申报|申请|限")
#: Where the next thing counted begins.
_NEXT = re.compile("[、和及与]|以及|并")
#: Ways of looking at a thing, no things (从五个方面提出).
_ASPECT = re.compile("(?:大|个)?(?:方面|层面|维度|角度|阶段|步骤|原则|要点)")
#: Deeds that bring in or make up a sum; 支持每家100万元 is a rule.
_RAISES = re.compile("完成|实现|形成|设立|组建|引进|新增|带动|拉动|撬动|吸引|集聚|累计|打造|建立|突破")


def commits(text: str, start: int, end: int, found: list[Quantity]) -> bool:
    """Whether the clause ``text[start:end]`` with the quantities ``found`` sets a target outside passages of aims."""
    q = found[0]
    if len(found) == 2 and q.start and text[q.start - 1] in "由从":
        q = found[1]  # 由15天压缩至5天
    before = text[start : q.start]
    if q.unit == "倍" and text[q.number_start] in "翻倍":
        return True  # 规模翻番, 规模倍增
    if _REACHES.search(before):
        return True
    if q.unit.endswith(("%", "倍", "百分点")) and _CHANGES.search(before):
        return True
    if q.start < q.number_start and _bounded(text, before, q, end):
        return True
    if q.unit == "%" and (_RATE.search(before) or _true_of(text, before, q) or _all_of(text, before, q, end)):
        return True
    if (
        before
        and unit_kind(q.unit) in ("count", "people")
        and _NO_VERB.match(before)
        and _SO_MANY.match(text, q.end, end)
    ):
        return True
    if unit_kind(q.unit) == "time":
        return bool(EACH_TIME.search(before)) and q.comparator == ">="
    piece = text[start:end]
    if found[0] is q and len(found) > 1 and (cut := _NEXT.search(text, q.end, found[1].start)):
        piece = text[start : cut.start()]
    return _ordered(piece, before, q) or _counted(piece, before, q)


def _bounded(text: str, before: str, q: Quantity, end: int) -> bool:
    """A bound before the number says what is to be: 企业突破500家, 突破100项技术, 环节不超过3个."""
    if q.comparator == ">" and q.end == end and len(before) >= 3:
        return True
    if not before and text.startswith("突破", q.start) and q.end < end:
        return True
    return q.comparator != "=" and bool(_QUANTITY.search(before))


def _true_of(text: str, before: str, q: Quantity) -> bool:
    so = q.comparator == ">=" or _SO_IT_IS.match(before)
    return bool(so) and len(before) < 5 and bool(_TRUE_OF.match(text, q.end))


def _all_of(text: str, before: str, q: Quantity, end: int) -> bool:
    """公立医院100%开展预约诊疗, 收运体系覆盖90%以上行政村: a share of things that do or are reached."""
    doing = DOES.match(text, q.end, end) or (q.value == 100 and ALL_DO.match(text, q.end, end) and names_all(before))
    return len(before) >= 3 and bool(doing or (before.endswith("覆盖") and q.end + 2 <= end and text[q.end] != "的"))


def _counted(piece: str, before: str, q: Quantity) -> bool:
    """抢救古树60万株: what is done, to what, and of how much, whatever the verb."""
    kind = unit_kind(q.unit)
    last = len(piece) == len(before) + q.end - q.start
    if not last or kind not in ("count", "measure", "people") or q.comparator in ("<", "<=") or len(before) < 4:
        return False
    return q.unit.strip("万亿") not in _OCCASIONS and not _TOLD.search(before)


def _ordered(body: str, before: str, q: Quantity) -> bool:
    """A verb that orders, the number and a thing that is counted or measured."""
    order = re.search(
        f"(?:{pattern('order').pattern})(?:和|并|[\u4e00-\u9fff、])?(?:.{{0,14}}|[^，。]{{2,80}}等)$", before
    )
    abstract = _ABSTRACT.search(body) if unit_kind(q.unit) != "measure" else None
    if abstract and abstract[0] == "任务" and "完成" in before and len(body) - len(before) > 8:
        abstract = None  # 完成200家企业治理任务
    if order is None or abstract or _ASPECT.match(body, len(before) + q.end - q.start):
        return False
    if unit_kind(q.unit) == "money" and not _RAISES.match(order[0]):
        return False
    return "完成" in before if q.unit == "%" else q.unit.strip("万亿") not in _OCCASIONS
