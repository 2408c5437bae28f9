"""Industries that the lexicon does not know, by their ending: 竹编家具产业, 玻璃纤维制造业; where their names begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extract.fields import Field, known, named
from extract.lexicon import rows
from extract.phrasewords import stop_words, trie_pattern, triggers
from extract.words import cut

_INDUSTRY = re.compile(
    r"(?:产业(?![园化工政结布体技扶带基联资路])|行业(?!协会|组织|部门|标准|规范)|(?:制造|服务|加工|养殖|种植|零售|批发|物流|金融|旅游|建筑|运输|开采|冶炼|出版|餐饮|租赁|保险|设计|流通|捕捞|回收|维修|代理|培训)业(?![务态绩主者内余协]))"
)
_BORDER = re.compile(
    r"[^\u4e00-\u9fffA-Za-z0-9+]|以及|[和与及或的等]|"
    + r"(?:为|在|对|将|把|从|向|于|以|由|成|到|是|了|着)(?=[\u4e00-\u9fff]{2})"
)
#: Verbs and nouns that never stand inside an industry's name.
_CUT = re.compile(
    r"建设|推进|推动|发展|培育|打造|壮大|做[大强优]|促进|支持|加快|提升|聚焦|围绕|引导|鼓励|带动|依托|行业|产业|企业|集群|经济|高校|院校|人才|制约|影响|阻碍|束缚|限制|事关|关系|符合|任"
)
_REACH = 18
#: A longer name than this is a description.
_LONGEST = 16


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
        "本土",
        *_FRONTS.split(),
    ]
    return re.compile(
        rf"(?:{_COUNT}|{trie_pattern([*front, *extra])}|20\d\d年|全|各|本|跨|多|老|新(?!能|材|型|一代|兴)|大(?!数|健|宗))+"
    )


@cache
def _no_industry() -> frozenset[str]:
    row = next(r for r in rows("sector_stops.csv") if r["side"] == "industry")
    return frozenset(row["others"].split())


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
        left = _behind_front(text, left, match.start())
        name = text[left : match.end()]
        base = text[left : match.start()]
        if base in known() or name in known():
            yield named(Field(left, match.end(), name, "industry", "", 0.8))
            continue
        if _NUMBERED.search(base):
            continue  # a list of them, or a number of unnamed ones
        if match.start() - left < 2 or len(name) > _LONGEST or name in _no_industry() or name[-3:] in _no_industry():
            continue
        if match.start() - left >= _REACH - 1 or generic_industry(base):
            continue
        aliases = (base,) if name.endswith(("产业", "行业")) and len(base) >= 4 else ()
        yield Field(left, match.end(), name, "industry", f"sector.suffix.{match[0]}", 0.75, aliases)


def _behind_front(text: str, left: int, stop: int) -> int:
    """Where a name begins behind 重点, 各, 大, if a word of the text begins there: 大宗固废 and 本土品牌 are whole."""
    front = _leading().match(text, left, stop)
    if front is None:
        return left
    borders = [word.start for word in cut(text, left, stop)]
    return max((at for at in (*borders, stop) if at <= front.end()), default=left)


_NUMBERED = re.compile(r"(?:\d{1,9}|[一二三四五六七八九十百两]{1,9})[余多]?[大个类](?:[\u4e00-\u9fff]{2,4})?$")


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
    "|替代|衍生|试点|工业|农业|上述|其他|另外|生态|发展|服务|生产|制造|市场|民生|竞争性|垄断|高耗能|高污染|高载能|落后|过剩|产能过剩|劳动密集型|技术密集型|资本密集型|规模|农村|高[\u4e00-\u9fff]{0,4}(?:风险|污染|耗[能水电]|能耗|水耗|排放|附加值|成长性?|载能|危险?|密度|强度|敏感)|第[一二三]|[一二三、]{1,5})+"
)


def generic_industry(base: str) -> bool:
    """Whether what stands in front of 产业 tells no industry from another: 优势, 千亿级, 县域."""
    return (
        base.endswith(("区", "园", "县", "市", "镇", "村", "亿", "级"))
        or bool(_GENERIC.fullmatch(base))
        or bool(_STATE.search(base))
    )


#: A base that ends so says how industries are or what becomes of them: 新型工业化产业, 地区重点行业.
_STATE = re.compile("(?:工业|城镇|信息|数字|智能|现代|市场|规模|专业|标准|品牌|集群)化$|(?:重点|主导|支柱|相关|有关)$")
