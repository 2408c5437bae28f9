"""Fields that a plan names: a lexicon scanned with one automaton, and the grammar of industries and lists of fields.

Sources of the lexicon: the vocabulary of national and provincial plans over all departments; what counts
(an industry, a field of business or public service, a technology) is fixed by the ontology.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from extract.businesses import business_fields, marked_businesses
from extract.lexicon import rows
from extract.nounphrase import stop_words, trie_pattern, triggers
from extract.words import cut


@dataclass(frozen=True, slots=True)
class Field:
    """A field read at ``start..end``: its canonical ``name``, ``kind``, other names, the rule that found it."""

    start: int
    end: int
    name: str
    kind: str
    rule: str
    confidence: float
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: str
    rule: str


#: What may follow a word of the lexicon and be part of the same field's name.
_VARIANT = re.compile(
    r"服务业(?!务)|产业(?![园化工政结布体技扶带基联资路])|行业(?!协会|组织|部门|标准)|领域|业(?![务态绩主者内余协])|服务(?=[、，。；和与及等]|$)"
)
_TECHNOLOGY = re.compile(r"技术(?![创改人交转联中标装合研工推])")
_ENDS_COMPLETE = ("产业", "行业", "业", "服务", "技术", "领域")
#: Members of a list of things (飞行器、汽车、摩托车等体育器材).
_ABOUT_THINGS = re.compile(
    r"(?:[、和与及][^，。；、和与及\n业]{1,10}){0,10}?(?:等[^，。；、\n]{0,4})?(?:器材|设备(?!制造)|产品(?!加工|交易|制造|市场|质量|流通|供应链)|物品|用品|零部件|车辆|物资|货物|商品)"
)
#: 公安、交通等部门, 银行、保险等机构: bodies, not fields.
_ABOUT_BODIES = re.compile(
    r"(?:[、和与及][^，。；、和与及\n域业]{1,8}){0,10}?等(?:各|有关|相关|多|主管|金融|行业|监管|专业){0,3}(?:部门|机构|单位|院所|科室)"
)
_ABOUT_DATA = re.compile(
    r"(?:[、和与及][^，。；、和与及\n域业]{1,8}){0,12}?等?(?:各类|相关|部门|基础)?(?:数据(?!中心|服务|标注|要素|治理|安全)|信息资源|档案)"
)


@cache
def _automaton() -> Any:
    import ahocorasick

    machine = ahocorasick.Automaton()
    for row in rows("sector_stops.csv"):
        if row["side"] == "phrase":
            for phrase in row["others"].split():
                machine.add_word(phrase, None)
    for row in rows("sectors.csv"):
        entry = _Entry(row["name"], row["kind"], row["id"])
        for surface in filter(None, [*row["aliases"].split("|"), row["name"]]):
            machine.add_word(surface, entry)
    for name, entry in _smart().items():
        machine.add_word(name, entry)
    machine.make_automaton()
    return machine


@cache
def _smart() -> dict[str, _Entry]:
    """智慧 before a field of two characters is a field too (智慧应急), listed or not."""
    surfaces = {a for row in rows("sectors.csv") for a in [row["name"], *row["aliases"].split("|")]}
    return {
        f"智慧{row['name']}": _Entry(f"智慧{row['name']}", "field", row["id"])
        for row in rows("sectors.csv")
        if len(row["name"]) == 2 and row["kind"] != "technology" and f"智慧{row['name']}" not in surfaces
    }


@cache
def known() -> frozenset[str]:
    """Every surface form of the lexicon."""
    names = {a for row in rows("sectors.csv") for a in [row["name"], *row["aliases"].split("|")]}
    return frozenset(names - {""})


@cache
def _stop_after() -> re.Pattern[str]:
    row = next(r for r in rows("sector_stops.csv") if r["side"] == "after")
    return re.compile(trie_pattern(row["others"].split()))


@cache
def _products() -> frozenset[str]:
    row = next(r for r in rows("sector_stops.csv") if r["side"] == "product")
    return frozenset(row["others"].split())


@cache
def _no_industry() -> frozenset[str]:
    row = next(r for r in rows("sector_stops.csv") if r["side"] == "industry")
    return frozenset(row["others"].split())


def lexicon_fields(text: str) -> Iterator[Field]:
    """Longest words of the lexicon, with 产业, 行业, 领域 … taken along."""
    stop_after = _stop_after()
    for last, entry in _automaton().iter_long(text):
        if entry is None:
            continue
        end = last + 1
        begin = end - _length(text, end, entry)
        surface = text[begin:end]
        if surface.isascii() and not _whole_word(text, begin, end):
            continue
        following = text[end : end + 1]
        if (
            len(surface) <= 3
            and not surface.isascii()
            and (_straddled(text, begin, end) or not _aligned(text, begin, end))
        ):
            continue
        if len(surface) <= 4 and _of_a_body(text, end):
            continue
        if surface.endswith("业") and following in "务态绩主者" and following:
            continue
        if following in "化部厅局委办司处学大界系机行主类专" and following:
            match = stop_after.match(text, end)
            if match and (len(surface) <= 3 or match[0] == "化"):
                continue
        if (
            entry.kind != "technology"
            and following in "、和与及等数信档各相"
            and _ABOUT_DATA.match(text, end, end + 90)
        ):
            continue
        if following in "、和与及等" and following and _ABOUT_BODIES.match(text, end, end + 80):
            continue
        if surface in _products() and following in "、和与及等" and _ABOUT_THINGS.match(text, end, end + 60):
            continue
        if not surface.endswith(_ENDS_COMPLETE):
            variant = _VARIANT.match(text, end) or (entry.kind == "technology" and _TECHNOLOGY.match(text, end))
            if variant:
                end = variant.end()
        yield Field(begin, end, entry.name, entry.kind, entry.rule, 0.85)


#: Nouns that make a short field in front of them a mere modifier: 卫生健康部门, 咨询机构, 海洋工程, 石油储备.
_BODY = re.compile(
    r"(?:等)?(?:行政)?(?:主管)?(?:部门|机构|单位|机关|院校|高校|学校|人员|人才队伍|专家|团体|学会|协会|委员会|从业|系统|公司|局|厅|原材料|原料|储备|器材|许可|经营许可|生产许可|执法|贷款"
    r"|证书|资格|用地|用水|用电|污染|事故|隐患|灾害|垃圾|废弃物|废水|网点|要求|站点|设施设备|工程(?!装备|产业|机械|设计|技术)|行为|犯罪|案件|纠纷|费用|费|税|票据|岗位|车辆|船舶|线路|场所)"
)


def _of_a_body(text: str, end: int) -> bool:
    return bool(_BODY.match(text, end))


def _aligned(text: str, begin: int, end: int) -> bool:
    """人民政府 holds no 民政: a word of the text must begin and end where the field does."""
    low, high = max(0, begin - 4), min(len(text), end + 4)
    starts = ends = False
    for word in cut(text, low, high):
        starts = starts or word.start == begin
        ends = ends or word.end == end
    return starts and ends


def _straddled(text: str, begin: int, end: int) -> bool:
    """推广 of 推广电子客票 cuts through 广电."""
    known_words = triggers()
    if any(text[begin - size : begin] in known_words for size in (2, 3, 4) if begin >= size):
        return False
    return text[begin - 1 : begin + 1] in known_words or text[end - 1 : end + 1] in known_words


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    return {
        row["name"]: tuple(sorted(filter(None, [row["name"], *row["aliases"].split("|")]), key=len, reverse=True))
        for row in rows("sectors.csv")
    }


def _length(text: str, end: int, entry: _Entry) -> int:
    for surface in _by_name().get(entry.name, (entry.name,)):
        if text.endswith(surface, 0, end):
            return len(surface)
    return len(entry.name)


def _whole_word(text: str, begin: int, end: int) -> bool:
    """AI is no word in MAIN."""
    before, after = text[begin - 1 : begin], text[end : end + 1]
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())


# -- industries by their ending -------------------------------------------------------------------

_INDUSTRY = re.compile(
    r"(?:产业(?![园化工政结布体技扶带基联资路])|行业(?!协会|组织|部门|标准|规范)|(?:制造|服务|加工|养殖|种植|零售|批发|物流|金融|旅游|建筑|运输|开采|冶炼|出版|餐饮|租赁|保险|设计|流通|捕捞|回收|维修|代理|培训)业(?![务态绩主者内余协]))"
)
_BORDER = re.compile(
    r"[^\u4e00-\u9fffA-Za-z0-9+]|以及|[和与及或的等]|"
    + r"(?:为|在|对|将|把|从|向|于|以|由|成|到|是|了|着)(?=[\u4e00-\u9fff]{2})"
)
#: Verbs and nouns that never stand inside an industry's name.
_CUT = re.compile(
    r"建设|推进|推动|发展|培育|打造|壮大|做[大强优]|促进|支持|加快|提升|聚焦|围绕|引导|鼓励|带动|依托|行业|产业|企业|集群|经济|高校|院校|人才|任"
)
_REACH = 14


#: 3000多个, 12个重点, 一批: how many of them there are.
_COUNT = r"(?:\d[\d.,]{0,20}|[一二三四五六七八九十百千万两几数]{1,9})[余多]?(?:个|大|类|家|项|条|套|种|批|支)(?:维度|试点|门类|重点|优势|特色|细分)?"
#: Words in front of an industry's name that are no part of it.
_FRONTS = (
    "中国 国家 我国 世界 全球 国际 国内 一流 世界一流 国内一流 国际一流 知名 领先 新型 试点 不同地区 各地区 不同 同类 训练 归集 汇集 采集 锻造 增强 涵盖 包含 用于 服务 涉及 "
    "面向 支撑 赋能 推广 整合 重塑 补齐 延伸 拉长 制定 龙头 骨干 规模化 企业 产值 突出 上述 承接 转移 限制 鼓励 淘汰 退出 万亿级 千亿级 百亿级 五百亿级 超千亿 超百亿 高附加值 高品质 高质量 高水平 现代化 传统优势 传统特色"
)


@cache
def _leading() -> re.Pattern[str]:
    """Verbs and scope words at the front of what may be an industry's name."""
    front = [w for w in triggers() if len(w) > 1] + [w for w in stop_words("scope") if len(w) > 1]
    extra = [
        "全国",
        "规模以上",
        "规上",
        "相关",
        "有关",
        "主要",
        "传统",
        "新兴",
        "重点",
        "优势",
        "特色",
        "一批",
        "具有",
        "各类",
        "农村",
        "地方",
        "当地",
        *_FRONTS.split(),
    ]
    return re.compile(
        rf"(?:{_COUNT}|{trie_pattern([*front, *extra])}|20\d\d年|全|各|本|跨|多|老|新(?!能|材|型|一代|兴)|大(?!数|健))+"
    )


def industry_fields(text: str) -> Iterator[Field]:
    """…产业, …行业, …制造业 that the lexicon does not know."""
    for match in _INDUSTRY.finditer(text):
        left = max(0, match.start() - _REACH)
        window = text[left : match.start()]
        for border in _BORDER.finditer(window):
            left_in = border.end()
            left = max(left, match.start() - len(window) + left_in)
        for verb in _CUT.finditer(text, left, match.start()):
            left = verb.end()
        left = _run_of_nouns(text, left, match.start())
        front = _leading().match(text, left, match.start())
        if front:
            left = front.end()
        name = text[left : match.end()]
        base = text[left : match.start()]
        if base in known() or name in known():
            yield named(Field(left, match.end(), name, "industry", "", 0.8))
            continue
        if _NUMBERED.search(base):
            continue  # a list of them, or a number of unnamed ones
        if match.start() - left < 2 or len(name) > _REACH or name in _no_industry() or name[-3:] in _no_industry():
            continue
        if match.start() - left >= _REACH - 1 or _generic_industry(base):
            continue
        aliases = (base,) if name.endswith(("产业", "行业")) and len(base) >= 4 else ()
        yield Field(left, match.end(), name, "industry", f"sector.suffix.{match[0]}", 0.75, aliases)


_NUMBERED = re.compile(r"(?:\d{1,9}|[一二三四五六七八九十百两]{1,9})[余多]?[大个类](?:[\u4e00-\u9fff]{2,4})?$")


@cache
def _by_surface() -> dict[str, _Entry]:
    """Rows of the lexicon by every surface form that an industry's name can have."""
    return {
        surface: _Entry(row["name"], row["kind"], row["id"])
        for row in rows("sectors.csv")
        for surface in [row["name"], *row["aliases"].split("|")]
        if len(surface) > 1
    }


def named(field: Field) -> Field:
    """The field with the lexicon's name for it, if the lexicon has one."""
    base = re.sub("(?:产业|行业)$", "", field.name)
    entry = _by_surface().get(field.name) or _by_surface().get(base)
    if entry is None:
        return field
    return Field(field.start, field.end, entry.name, entry.kind, entry.rule, field.confidence)


def _run_of_nouns(text: str, left: int, stop: int) -> int:
    """Where the words of a name begin that reach ``stop``: behind 其积极开展, 社会资本设立, 自贸试验区内."""
    words = cut(text, left, stop)
    for word in reversed(words):
        surface = text[word.start : word.end]
        if (
            word.kind in "vdf"
            or surface in _ENDS_OF_ACTORS
            or surface.endswith(("区内", "试验区", "保税区", "开发区", "领域", "方面"))
        ):
            return word.end
    return left


_ENDS_OF_ACTORS = frozenset(
    (
        "内",
        "外商",
        "独资",
        "资本",
        "处于",
        "高能级",
        "万亿",
        "千亿",
        "百亿",
        "试验区",
        "境外",
        "境内",
        "一般",
        "开展",
        "促进",
        "台资",
        "港资",
        "合资",
        "外资",
        "省级",
        "市级",
        "国家级",
        "县级",
        "部级",
        "省内",
        "市内",
        "国内",
        "境内",
        "级",
        "型",
        "类",
        "资",
        "本地",
        "当地",
        "我国",
        "我省",
        "我市",
        "以上",
        "以下",
        "规模",
        "限额",
    )
)
_GENERIC = re.compile(
    "(?:国家级|国家|省级|市级|全国|优势|特色|主导|支柱|传统|新兴|重点|核心|关键|基础|配套|相关|关联|上游|下游|上下游|地方|区域|县域|乡村|本土|城市|国内|国际|世界级|全球"
    "|现代|绿色|低碳|高端|前沿|先导|标志性|千亿|百亿|万亿|千亿级|百亿级|万亿级|数字|科技|创新|智能|高新|战略|战略性|潜力|富民|扶贫|帮扶|接续"
    "|替代|衍生|试点|工业|农业|上述|其他|另外|生态|发展|服务|生产|制造|市场|民生|竞争性|垄断|高耗能|高污染|高载能|落后|过剩|产能过剩|劳动密集型|技术密集型|资本密集型|规模|农村|第[一二三]|[一二三、]{1,5})+"
)


def _generic_industry(base: str) -> bool:
    return base.endswith(("区", "园", "县", "市", "镇", "村", "亿", "级")) or bool(_GENERIC.fullmatch(base))


# -- lists of fields ---------------------------------------------------------------------------------

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
            and not _generic_industry(member)
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
