"""Whether a word that names a field stands by itself in a sentence, or only qualifies the noun beside it.

发展物流、旅游 speaks of fields; 物流网络, 生态保护红线 and 农村水环境治理 speak of a network, a line, a work to be done. A plan means
the field where the word's neighbours leave it alone: marks, governing verbs, 和 and 等 on both sides, or behind it a word that
says that it is one (领域, 企业, 市场, 发展).
"""

from __future__ import annotations

import re

from extract.words import kind_of

_AFTER = re.compile(
    r"[^\u4e00-\u9fff]|$|[和与及等同并在为的是将向以对从由也已占达均或跟]|以及|领域|行业|产业|业(?!务)|企业|发展|市场|消费|技术|经济|装备|融合|数字化|智能化|现代化|业务|信息化|网络化|市场化|产品(?!质量|标准)|方面|服务(?!平台|中心|机构|能力|设施|网|站|水平|质量|效率)|公司|项目|事业(?!单位|编制)|业态|品牌|交易|革命|转型|集群|卫生体制|体制改革|主体"
)
_BEFORE = re.compile(
    r"(?:[^\u4e00-\u9fff]|^|[和与及或的在对为以由从向将把等]|以及|现代|智慧|数字|智能|传统|新兴|特色|优势|高端|绿色|民族|乡村|重点|全省|全市|全国|我省|我市|我国|新型|包含|包括)$"
)
#: Behind these a word is a field whatever stands before it.
_SURE = re.compile(r"产业|行业|领域|企业|(?:网络|数字|智能|信息|市场|规模|产业)化")
#: A name that says by itself that it is a field.
_ENDED = re.compile(
    r"^智慧.|(?:产业|行业|业|经济|领域|电商|金融|农业|旅游|制造)$"
    r"|^.{2,}(?:教育|保险|救助|福利|护理|康复|医疗|卫生|养老|托育|服务|贸易|维修|养殖|种植|加工|医学|航空|航天|通信|保障)$"
)


#: What a service or trade in front of it only qualifies: 快递服务|网络, 国际贸易|秩序.
_FRAME = re.compile("网络|秩序|体系|设施|平台|中心|机构|队伍|水平|能力|质量|站点?|网点|大厅|窗口|指南|规范|标准")


def says_so(text: str, start: int, end: int) -> bool:
    """Whether the name ends in a word for a field (…业, …产业, …经济): wherever it stands it means one."""
    if _ENDED.search(text[start:end]) is None:
        return False
    return text[end - 2 : end] not in ("服务", "贸易") or _FRAME.match(text, end) is None


def stands(text: str, start: int, end: int, paired: bool = False) -> bool:
    """Whether the words beside ``text[start:end]`` leave it a name by itself; ``paired``: another field follows it (医药|卫生)."""
    if _SURE.match(text, end):
        return True
    return (paired or _open_behind(text, end)) and _open_before(text, start)


#: In front of 领域 or in a list of fields: |公安、民政、税务等|领域.
_IN_LIST = re.compile(
    r"(?:[、和与及][^，。；：\n、和与及]{2,12}){0,15}(?:等(?:各类?|重点|相关|有关|公共|民生|关键|基层|社会){0,3})?(?:服务)?(?:领域|行业|业态|事业)(?!(?:内|的)?(?:各|有关|相关|主管|监管|行政){0,3}部门)"
)


def is_listed(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is a member of a list of fields, or ends in 领域 or has it behind."""
    return text.endswith("领域", start, end) or _IN_LIST.match(text, end, end + 160) is not None


def heads_name(text: str, start: int, end: int, placed: bool = False) -> bool:
    """Whether a name of three characters or more opens the name it stands in (|国土绿化|行动), or only a place does."""
    return end - start > 2 and (placed or _open_before(text, start))


def _open_behind(text: str, end: int) -> bool:
    if _AFTER.match(text, end):
        return True
    kinds = (kind_of(text[end : end + size]) for size in (4, 3, 2, 1))
    return next(filter(None, kinds), "n") in "vdf"


def _open_before(text: str, start: int) -> bool:
    if _BEFORE.search(text[max(0, start - 4) : start]):
        return True
    kinds = (kind_of(text[start - size : start]) for size in (4, 3, 2, 1) if start >= size)
    return next(filter(None, kinds), "n") in "vdfx"
