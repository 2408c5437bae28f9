"""Whether a noun phrase with a name is a project where it stands: by its head, what is done with it, what follows it."""

from __future__ import annotations

import re
from functools import cache

from extract.nounphrase import CARRIES_OUT, RAISES, Phrase
from extract.phrasewords import stop_words, trie_pattern, triggers
from extract.projectheads import heads
from extract.projectnames import Name
from extract.words import cut

_LINES = frozenset(("高铁", "铁路", "高速公路"))
#: Lines are called by a character of either end: 安新高速公路.
_LINE = re.compile(
    r"(?!普速|普通|快速|高速|市域|市郊|城际|区际|省际|县际|跨[江海河湖境省市]|出[省海境]|进[出]?|[沿疏][海江河边黄线港]|公铁|既有|新建|续建|在建|改建"
    r"|电化|重载|专用|[货客煤集]运|运煤|[干支单双复环]线|国家|地方|省级|高原|山区|农村|园区|矿山|港口|智[能慧]|现代|绿色|数字|旅游|对外|国[际内]"
    r"|境[内外]|南北|东西|重[点要]|主要|骨干|合资|[一二两三四五六七八九十]条|各|等)[\u4e00-\u9fff]{2}"
)


@cache
def _marks() -> tuple[str, ...]:
    return tuple(sorted(stop_words("mark")))


#: What may follow a weak head that is not in itself a proper name; other nouns make it a modifier (项目产业政策).
_FOLLOWS = re.compile(
    r"[”、（(）)]|$|以及|[和与及或等的中内上里下之为是已可将应按在由向对每年达\d一二三四五六七八九十]|作用|优势|功能|带动|辐射|牵引|引领|支撑"
    r"|落地|开始|投产|开工|竣工|投运|验收|试运行|前期|全|各|均|正|要|有|名单|二期|一期|三期|升级|扩容|一体|互联|数据(?:共享|互联)|共"
)


#: 在X区试点实施Y: 试点 is the verb.
_TRIED = re.compile(r"实施|推行|推广|开展|建立|运行|探索|设立|发行")
#: 物流枢纽设施, 输送通道布局: the head only says of what.
_MODIFIES = re.compile(r"设施|体系|网络|格局|布局(?=[、和与优规调]|$)|版图|名册")


def counts(text: str, name: Name, phrase: Phrase, placed: bool = False) -> bool:
    """Whether the phrase is a project here: strong heads always, weak ones by a trigger or a proper-name mark.

    ``placed`` tells that the name begins with a place, which makes it a proper name.
    """
    if phrase.mode == "none" or phrase.hypernym or _describes(text, name, phrase) or _sums_up(text, name, phrase):
        return False
    if heads()[phrase.head].quoted and phrase.mode != "order":
        return False
    if heads()[phrase.head].carried and not (
        phrase.mode == "order" and phrase.verb.endswith(CARRIES_OUT) and phrase.head_start - name.start > 4
    ):
        return False
    if _is_a_body(text, name, phrase, placed) or _bears_an_act(text, name, phrase):
        return False
    if phrase.head == "项目" and _RULED.match(text, name.start, phrase.head_start):
        return False
    if heads()[phrase.head].kind == "zone" and phrase.mode == "lean" and text.startswith(("把", "的"), name.end):
        return False  # 支持生态功能区的人口转移
    if phrase.head == "试点" and phrase.verb in ("在", "于") and _TRIED.match(text, name.end):
        return False
    if heads()[phrase.head].placed:
        line = phrase.head in _LINES and _LINE.fullmatch(text, name.start, phrase.head_start) is not None
        return (placed or line) and phrase.mode == "order" and text[name.start - 1] not in "至到-—"
    if phrase.head == "项目" and not (placed or "“" in text[name.start : name.end] or _undertaken(phrase)):
        return False
    if not heads()[phrase.head].strong and _MODIFIES.match(text, name.end, phrase.clause[1]):
        return False
    if (
        heads()[phrase.head].strong
        or placed
        or text.startswith(_marks(), name.start)
        or "“" in text[name.start : name.end]
    ):
        return True
    if not phrase.mode or (phrase.mode == "lean" and (phrase.verb == "确保" or _one_of_many(text, name))):
        return False
    if phrase.head.endswith("通道") and not _ROUTE.search(text, name.start, phrase.head_start):
        return False
    rest = text[name.end : min(name.end + 8, phrase.clause[1])]
    if _FOLLOWS.match(rest) or _trigger_words().match(rest):
        return True
    known = phrase.mode == "lean" and heads()[phrase.head].kind == "platform" and len(name.name) > 6
    return known and (phrase.verb.endswith(RAISES) or _verb_behind(text, name, phrase))


def _verb_behind(text: str, name: Name, phrase: Phrase) -> bool:
    return cut(text, name.end, min(name.end + 4, phrase.clause[1]))[0].kind in "vx"


def _sums_up(text: str, name: Name, phrase: Phrase) -> bool:
    """Whether the phrase only sums up the list in front of it, or is summed up itself as something that is no project."""
    plain = text[name.start : phrase.head_start].startswith(("重要", "重点", "主要", "重大", "各类", "骨干"))
    if plain and text[name.start - 1] == "等":
        return True
    behind = text[name.end : min(phrase.clause[1], name.end + 60)]
    return _LIST_END.match(behind) is not None


#: 粮食主产区、生态功能区|三大空间格局: what sums a list up says what its members are.
_LIST_END = re.compile(
    r"(?:、[^，。；、：]{2,16}){0,6}?(?:[两三四五六七八九十]{1,2}[大类种](?!工程|行动|项目|平台|专项|计划|系统|基地|园)"
    r"|(?<!展)等(?:[^，。；、：的等]{1,10})?(?:产品|装备|设备|区域|产业|信息技术|新技术)(?=的|$|[^\u4e00-\u9fff]))"
)
#: 涉危化品建设项目, 涉重金属项目: kinds that rules speak of.
_RULED = re.compile(r"涉(?![外农海藏侨台县])")
_SITES = re.compile(
    r"(?:(?:、|以及|[和与及])[^，。；]{2,30})?(?:综合|专项|集中|全面|深度|系统|环境|污染|安全|风险|隐患|达标|清洁){1,4}"
    r"(?:整治|治理|排查|检查|评估|监管|监测|执法|整改|改造)(?![工行项平系专中基])"
)


def _bears_an_act(text: str, name: Name, phrase: Phrase) -> bool:
    """Whether what is carried out is an act at the sites named: 实施煤化工园区、焦化基地|综合整治."""
    if heads()[phrase.head].kind != "facility" or not phrase.verb.endswith(CARRIES_OUT):
        return False
    return _SITES.match(text, name.end, phrase.clause[1]) is not None


_BODY = frozenset(("中心", "实验室", "研究院"))
_PLACED_THERE = ("落地", "落户", "入驻", "进驻")
_ACTS = re.compile(r"在[^，。；]{1,16}(?:建设|设立|开展|打造|组建|布局|建立)[^，。；]{3}")
_ROLE = re.compile(r"发挥|基于|联合|委托|会同|由|与|向")


def _is_a_body(text: str, name: Name, phrase: Phrase, placed: bool) -> bool:
    """Whether a centre or laboratory is there as one who acts or hosts: 基于国家气象中心数据, 项目落户平湖实验室."""
    if phrase.head not in _BODY:
        return False
    if text.endswith(_PLACED_THERE, phrase.clause[0], name.start) or _ACTS.match(text, name.end, phrase.clause[1]):
        return True
    if not (placed or text.startswith(_marks(), name.start) or text[name.start] in "省市县"):
        return False
    if not phrase.mode and name.start == phrase.clause[0] and name.end < phrase.clause[1]:
        return True
    return phrase.mode == "lean" and _ROLE.match(phrase.verb) is not None


#: Verbs that better a kind of item (规范收费项目, 完善服务项目) rather than carry out an undertaking.
_BETTERS = (
    "加强",
    "完善",
    "优化",
    "健全",
    "规范",
    "强化",
    "改进",
    "调整",
    "清理",
    "整合",
    "提升",
    "降低",
    "丰富",
    "拓展",
    "创新",
)


def _undertaken(phrase: Phrase) -> bool:
    """Whether the passage has a 项目 carried out: what it leans on, reports or betters is a kind of item."""
    return phrase.mode == "order" and not phrase.verb.endswith(_BETTERS)


#: What tells a route for goods and people (西部陆海新通道) from a way to pass something (人才下乡通道, 泄洪通道).
_ROUTE = re.compile(r"[东西南北陆海江河]|沿|环|跨|国际|[—-]")


def _one_of_many(text: str, name: Name) -> bool:
    """Whether the thing leant on is any of its kind: 打通多个异构系统."""
    return text.endswith(("多个", "各类", "各种", "多种", "各个", "不同"), 0, name.start)


#: Nouns that may follow a name without making it their modifier: X试点经验 speaks of X试点, X试点品种 does not.
_AFTER_NAME = re.compile(
    r"工作|经验|方案|任务|范围|成果|成效|效果|基础|建设|实施|要求|布局|目标|内容|重点|作用|优势|体系|全|各|期间|以来|情况|进展|进度|力度|政策|改革"
    r"|投资|资源|功能|载体|平台|试点|示范|专项|项目|工程|行动|数据|窗口|标准|组织|领导|名单|管理|运行|运营|服务|发展|应用|专区|主体|核心|关键|特色|优质"
    r"|国家|全国|全省|省|市|县|我|到|力争|总|首|第|今|明|本|其|该|年|月|日|农村|城乡|企业|公司"
)


#: 排水工程|体系, 平台|网络: what is built is the whole of them.
_WHOLE = re.compile(r"体系|网络(?!安全|化|平台)|格局")


def _describes(text: str, name: Name, phrase: Phrase) -> bool:
    """Whether a noun behind a strong head makes the whole its modifier: 海洋工程结构物, 金融机构试点人民币清算."""
    if _WHOLE.match(text, name.end, phrase.clause[1]) and "“" not in text[name.start : name.end]:
        return True
    if text[name.end - 1] != phrase.head[-1] or "“" in text[name.start : name.end] or not heads()[phrase.head].strong:
        return False
    stop = min(name.end + 5, phrase.clause[1])
    if stop - name.end < 2 or not "\u4e00" <= text[name.end] <= "\u9fff" or _AFTER_NAME.match(text, name.end):
        return False
    word = cut(text, name.end, stop)[0]
    return word.kind == "n" and word.end - word.start > 1


@cache
def _trigger_words() -> re.Pattern[str]:
    return re.compile(trie_pattern(triggers()))
