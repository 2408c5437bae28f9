"""Fields named openly: what is done as a business (艺术品保税仓储, 境外证券投资) where a plan says to carry it on.

A business ends in one of the words of ``sector_endings.csv`` (仓储, 投资, 检测 …) and has a word in front that tells which.
It counts behind a verb that carries on (开展, 发展), in front of 业务, 业态, 试点 and the like, or in a list that such a word ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extract.fields import known
from extract.lexicon import rows
from extract.phrasewords import stop_words, trie_pattern, triggers
from extract.words import Word, cut

_REACH = 14
_CARRIES_ON = frozenset(
    ("开展", "发展", "办理", "经营", "从事", "拓展", "试点", "大力发展", "提供", "承接", "试行", "开办", "培育", "壮大", "做大", "做强",
     "推广", "探索发展", "支持", "鼓励", "促进", "推动", "推进", "发展壮大", "培育发展", "积极发展", "加快发展", "开发", "繁荣", "引导", "规范", "申请开展", "创新", "做优", "建设", "加强", "实施")
)  # fmt: skip
_TAIL = re.compile(
    r"业务|服务(?!体系|平台|中心|机构|能力|设施|网|站|企业|水平|质量|效率|业)|业态|试点(?!城市|地区|单位|企业|县|市)|产业(?!链|园|集群|政策)|行业(?!协会)|市场(?!主体|监管)|模式|发展(?!规划)|等[^，。；：、\n]{0,8}?(?:业务|业态|产业|行业|领域|服务|试点)"
)
#: A list goes on to the word that says what its members are.
_LIST = re.compile(
    r"(?:[、和与及][^，。；：、和与及\n]{2,10}){1,8}?(?:等[^，。；：、\n]{0,8}?(?:业务|业态|产业|行业|领域|服务)|业务|业态)"
)
_WEAK_FRONT = frozenset(
    ("顶层", "增信", "服务", "业务", "企业", "相关", "有关", "重点", "重要", "主要", "新型", "各类", "国家", "社会", "传统", "现代", "新兴", "特色", "优质", "高端",
     "专业", "综合", "大型", "全国", "国内", "国际", "区域", "城市", "农村", "城乡", "基础", "基本", "公共", "统一", "科学", "安全", "重大", "联合", "项目",
     "产品", "人员", "资金", "技术", "设备", "材料", "政府", "市场", "机构", "规范", "管理", "多元", "创新", "绿色", "智能", "数字", "智慧", "线上", "线下",
     "集中", "独立", "质量", "信息", "数据", "系统", "平台", "合理", "有效", "直接", "间接", "长期", "短期", "部分", "全部", "其他", "一般", "特殊",
     "实地", "现场", "定期", "日常", "专项", "全面", "个人", "单位", "双方", "对外", "民间", "社会资本", "外商", "固定资产", "招商", "民营", "基建",
     "年度", "工程", "建设", "跟踪", "动态", "第三方", "在线", "远程", "自主", "宣传", "教育", "继续", "岗前", "技能", "业务培训", "集体", "产业", "财政",
     "农业", "工业", "商业", "行业", "风险", "绩效", "政策", "学生", "教师", "干部", "职工", "农民", "群众", "志愿者", "消费者", "家庭", "社区", "老年人",
     "夏季", "冬季", "沿线", "周边", "沿途", "创业", "创新创业", "校外", "岗位", "增强", "提升", "优化", "完善", "强化", "降低", "提高", "扩大", "规模化", "标准化", "本地区", "地区", "线路", "人才", "产地", "末端", "统一", "集约")
)  # fmt: skip


#: 向社会公开|测试: the noun behind is whom something is done to or for, and the verb follows it.
_TOWARDS = frozenset("向对由被把将给使令")

#: Words in front that tell how good a business is, not which.
_QUALITY = re.compile(
    "(?:高品质|高质量|高水平|高标准|传统|现代化|新型|优质|大型|精品|一流|国际化|规模化|标准化|专业化|品牌化|复合型|多元化|特色化|个性化|多样化|差异化|精细化|普惠性|多层次|多渠道|多形式|独特|特有|重复|[本该当]?地区)+"
)
#: What may follow a business that only its verb marks; any other noun makes it that noun's modifier (旅游|目的地).
_ALONE = re.compile(r"[^\u4e00-\u9fff]|$|[和与及等或]|以及|经营|发展|改革|工作|活动|项目")


@cache
def _endings() -> re.Pattern[str]:
    return re.compile(trie_pattern(row["word"] for row in rows("sector_endings.csv")))


@cache
def _ids() -> dict[str, tuple[str, str]]:
    return {row["word"]: (row["id"], row["use"]) for row in rows("sector_endings.csv")}


def business_fields(text: str) -> Iterator[tuple[int, int, str]]:
    """Spans of businesses and the id of the row that found them."""
    last = 0
    for match in _endings().finditer(text):
        rule, use = _ids()[match[0]]
        end = match.end()
        low = max(last, match.start() - _REACH)
        tail = _TAIL.match(text, end)
        if use == "strict" and not tail and not _LIST.match(text, end) and not _grows(text, low, end):
            continue
        words = cut(text, _border(text, low, match.start()), match.start())
        first = _first(text, words)
        if first >= len(words):
            continue
        while (
            first + 1 < len(words)
            and words[first].kind == "x"
            and text[words[first].start : words[first].end] in triggers()
        ):
            first += 1
        front = text[words[first - 1].start : words[first - 1].end] if first else ""
        listed = front in ("、", "和", "与", "") and _LIST.match(text, end)
        summed = front == "等" and use == "loose" and all(w.kind == "n" for w in words[first:])
        carried = front in _CARRIES_ON or (front.endswith("推行") and text.endswith("保险", low, end))
        if not (tail or listed or carried or summed) or front in _TOWARDS:
            continue
        if not tail and not _ALONE.match(text, end) and not _verb_follows(text, end):
            continue
        quality = _QUALITY.match(text, words[first].start, match.start())
        begin = quality.end() if quality else words[first].start
        name = text[begin : match.start()]
        if _inside_word(text, begin) or _adds_clause(text, begin, match.start(), end):
            continue
        if len(name) < 2 or all(text[w.start : w.end] in _WEAK_FRONT for w in words[first:]):
            continue
        last = end
        yield begin, end, rule


#: 发展债券信用保险。 a clause that grows one business, and 推行…保险.
_GROWS = re.compile(r"(?:发展|培育|壮大)[\u4e00-\u9fff]{4,10}$|(?:推行|推广|开展|开发|实施)[\u4e00-\u9fff]{2,10}保险$")


def _grows(text: str, low: int, end: int) -> bool:
    known_tail = any(text[end - size : end] in known() for size in (4, 5, 6))
    insured = text.endswith("保险", low, end)
    return text[end : end + 1] in "，。；、" and (insured or not known_tail) and bool(_GROWS.search(text, low, end))


def _inside_word(text: str, begin: int) -> bool:
    """医药健康服务 of 中医药健康服务 begins within a field's name."""
    return any(text[begin - 1 : begin + size] in known() for size in (1, 2, 3))


def _adds_clause(text: str, begin: int, start: int, end: int) -> bool:
    """支小支农|融资担保: a field of the lexicon behind words that say for whom or what, not which kind."""
    return any(end - size > begin + 3 and text[end - size : end] in known() for size in (4, 5, 6) if size > end - start)


def _verb_follows(text: str, end: int) -> bool:
    words = cut(text, end, min(len(text), end + 5))
    return bool(words) and words[0].kind in "vdf"


#: 开展人民币跨境业务: a business that only this word marks.
_AS_BUSINESS = re.compile(
    r"(?:开展|办理|从事|经营|拓展|试点)([\u4e00-\u9fff]{3,12}?)业务(?!培训|指导|工作|量|主管|水平|能力|范围|流程|系统|规范)"
)
_NO_BUSINESS = re.compile(r"相关|有关|各类|各项|其他|上述|主营|主要|政务|审批|登记|的|等|、|在|为|对|向|按|跨区域|经营")


def marked_businesses(text: str) -> Iterator[tuple[int, int]]:
    """Spans of what stands between 开展 and 业务, that word included, if it is words of a name throughout."""
    for match in _AS_BUSINESS.finditer(text):
        start, end = match.span(1)
        if _NO_BUSINESS.search(match[1]) or any(w.kind in "vdf" for w in cut(text, start, end)):
            continue
        quality = _QUALITY.match(text, start, end)
        yield quality.end() if quality and quality.end() < end - 1 else start, match.end()


_BORDER = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9、]|的")


def _border(text: str, low: int, stop: int) -> int:
    for mark in _BORDER.finditer(text, low, stop):
        low = mark.end()
    return low


def _first(text: str, words: list[Word]) -> int:
    """Index of the first word of the modifiers in front of the ending."""
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        surface = text[word.start : word.end]
        actor = surface.endswith(("企业", "机构", "公司", "银行", "单位", "部门", "院校"))
        if word.kind in "vdf" or actor or surface in stop_words("scope") or surface in _CARRIES_ON or surface == "、":
            return index + 1
    return 0 if words and words[0].start and not "\u4e00" <= text[words[0].start - 1] <= "\u9fff" else len(words)
