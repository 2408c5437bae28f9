"""Fields that a plan names: a lexicon scanned with one automaton (industries by their ending and lists of fields stand apart).

Sources of the lexicon: the vocabulary of national and provincial plans over all departments; what counts
(an industry, a field of business or public service, a technology) is fixed by the ontology.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from extract.lexicon import rows
from extract.phrasewords import trie_pattern, triggers
from extract.words import cut, kind_of


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
#: 公安、交通等部门, 银行、保险等机构, 停车、养老等配套设施: bodies and things, not fields.
_ABOUT_BODIES = re.compile(
    r"(?:[、和与及][^，。；、和与及\n域业]{1,8}){0,10}?等(?:[^，。；、和与及\n]{2,6}领域)?(?:各|有关|相关|多|主管|金融|行业|监管|专业){0,3}(?:部门|机构|单位|院所|科室|(?:配套|公共|便民|生活)(?:服务)?设施|民生实事|民生问题)"
)
#: 担保、调解、仲裁等方式; 车辆、船舶等动产: means, papers and possessions.
_ABOUT_MEANS = re.compile(
    r"(?:[、和与及或][^，。；、和与及\n域业]{1,10}){0,8}?等(?:多种|各种|各类|其他|市场化|多元化?|法律|经济|行政|有效|不同|相关|有关|必要){0,2}(?:方式|手段|措施|途径|形式|方法|渠道|费用|税费|证照|证件|手续|材料|条件|因素|动产|不动产|资产|财产|权利|权益)"
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
def listed_only() -> frozenset[str]:
    """The work of offices (市场监管, 审计): a field only as a member of a list of fields, or in front of 领域."""
    row = next(r for r in rows("sector_stops.csv") if r["side"] == "listed")
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
        if (len(surface) <= 4 and not surface.startswith("智慧") and _of_a_body(text, end)) or _OFFICE.match(text, end):
            continue
        if following in "金场户费证" and following and not kind_of(text[end : end + 2]):
            continue  # 失业保险金, 养殖场
        if surface.endswith("业") and following in "务态绩主者" and following:
            if following != "务" or len(surface) < 4 or surface[:-1] not in known():
                continue
            end -= 1  # 融资租赁|业务
            surface, following = surface[:-1], "业"
            entry = _by_surface().get(surface, entry)
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
        if following in "、和与及或等" and following and _ABOUT_MEANS.match(text, end, end + 90):
            continue
        if surface == "教育" and _BELIEF.search(text, max(0, begin - 4), begin):
            continue
        if surface in _products() and following in "、和与及等" and _ABOUT_THINGS.match(text, end, end + 60):
            continue
        if not surface.endswith(_ENDS_COMPLETE):
            variant = _VARIANT.match(text, end) or (entry.kind == "technology" and _TECHNOLOGY.match(text, end))
            if variant:
                end = variant.end()
        yield Field(begin, end, entry.name, entry.kind, entry.rule, 0.85)


#: 爱国主义教育, 理想信念教育: what is taught is a conviction, the field of education is not meant.
_BELIEF = re.compile(
    "(?:主义|思想|学习|信念|理想|精神|道德|团结|进步|廉洁|警示|忠诚|党史|国史|史|国情|形势|法制|法治|宣传|养成|引导)$"
)


#: Nouns that make a short field in front of them a mere modifier: 卫生健康部门, 咨询机构, 海洋工程, 石油储备.
_BODY = re.compile(
    r"(?:等)?(?:行政)?(?:主管)?(?:部门|机构|单位|机关|院校|高校|学校|人员|人才队伍|专家|团体|学会|协会|委员会|从业|系统|公司|局|厅|原材料|原料|储备|器材|许可|经营许可|生产许可|执法|贷款"
    r"|证书|资格|用地|用水|用电|污染|事故|隐患|灾害|垃圾|废弃物|废水|网点|要求|站点|设施设备|集聚区|集中区|聚集区|聚居区|开发区|工程(?!装备|产业|机械|设计|技术)|行为|犯罪|案件|纠纷|费用|费|税|票据|岗位|车辆|船舶|线路|场所)"
)


#: Behind any field's name: the office that has charge of it.
_OFFICE = re.compile(r"(?:等)?(?:行政|主管|监管|管理|执法){0,3}部门")


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
