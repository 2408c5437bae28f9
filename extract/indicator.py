"""What a statement measures: the indicator's name, from the words around a quantity.

The indicator is what is left of the clause without deadline, scope word, verb and value
(ontology: “without value, deadline, or verb”).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.lexicon import rows
from extract.numbers import Quantity, unit_kind

#: Attribute nouns that say nothing without what they are an attribute of: the subject of the clause before is put in front.
_BARE = re.compile(
    r"^(?:总|年|年均|累计|平均|人均)?(?:总数|总人数|总面积|总里程|总产能|市场份额|份额|增加值|增幅|增速|增长率|降幅|占比|比重|比例|产值|总产值|产量|收入|利润|税收"
    r"|数量|总量|总额|人数|户数|业务收入|营业收入|主营业务收入)$"
)
_SCOPE = re.compile(
    r"^(?:其中|原则上|全年|年内|当年|今年|同时|并且|并|且|使|使得|全国|全省|全市|全县|全区|全自治区|我国|我省|我市|本省|本市|全社会(?=.{6})"
    r"|目前|当前|现(?:有|已|共)?(?![代场金货实行状浇役])|拥有(?=.{3})|力争|争取|确保|预计|努力|年均(?=.{8})|共(?!同)|已|将|约|累计|基本(?!医疗|养老|公共|农田|建设|保险|药物|口粮|生活|服务|民生|制度)|分别|均|再|对(?![口外接标比象策虾子])|[\d一二两三四五六七八九十]{1,2}年内)+"
)
_TAIL = re.compile(
    r"(?:总体|累计|分别|(?<![日年人户])均|基本|稳定|力争|确保|争取|努力|力保|保持|至少|全部|预计|已经|已|将|共计|共|平均|再|逐步|进一步|一般|原则上|达|要|的|为){1,8}$"
)
#: An explanation in brackets, longer than a name's own bracket such as （群）.
_ASIDE = re.compile(r"[（(][^（）()]{8,}[）)]")
#: Words for how much of a thing there is, behind a quantity (40TB规模, 40TB规模的影像库).
_EXTENT = re.compile("^的?(?P<word>规模|容量|体量|总量|存量|水平|产能|能力)(?:级)?(?:的(?P<thing>.{2,40}))?$")
_SIZE = re.compile(
    "(总规模|规模|总面积|面积|总容量|容量|总装机|装机|总长度|长度|总产能|产能)(?:约|达|达到|为|不低于|超过)*$"
)
#: What is said of things counted, behind them (3条铁路建成通车, 20个水利项目建设).
_SAID = re.compile(
    "(?:(?:提前|全部|基本|陆续|顺利|同步|实现|达到){0,4}(?:建成通车|建成投产|建成投用|建成|开工建设|开工|通车|投产|达产|投入运营|投入使用|投运|投用|竣工|完工|上线运行|上线|落地见效|落地|见效|脱贫摘帽|摘帽|脱贫|达标)"
    "|(?<=项目)建设|(?<=工程)建设|(?<=基地)建设|(?<=园区)建设){1,4}$"
)
_ENTERED = re.compile("(?:成功|正式|集中)?(?:入驻|上市|挂牌|落户|签约|参展|获奖|上云|入库|达标)")
#: 30个行政村实现雨污分流: the things counted are those that do.
_DONE = re.compile(
    "^(?P<thing>[^，。的]{2,16}?)(?P<said>(?:实现|参加|参与|接入|纳入|进入|入驻|登陆|达到|开展)[^，。的]{2,16}|上市|上云)$"
)
#: A share of things of which something is true (70%以上的行政村实现通班车).
_TRUE_OF = re.compile(
    "^的?(?P<thing>[^，。的]{1,24}?)(?P<said>(?:基本|全面|全部)?(?:实现|达到|完成|建成|接入|使用|应用|开展|纳入|具备|建立|通过|进入|获得|配备|拥有|完善|参加|配套|得到|上).{2,24})$"
)
#: 实现90%的村污水得到处理: what gets it, and whose it is.
_GETS = re.compile(
    "(?P<whose>[\u4e00-\u9fff]{0,6}?(?:村|乡镇|街道|社区|县|城市|小区|家庭|企业))(?P<what>[\u4e00-\u9fff]{2,10})$"
)
_SO_IT_IS = re.compile("^(?:力争|确保|努力)?(?:实现|确保|做到|力争)$")
#: 医疗废物100%安全处置: what all of them do, a rate.
ALL_DO = re.compile("(?:实行|做到)?(?!的|以上|以下|左右)(?!全覆盖)(?P<deed>[^，。；、的和及]{2,8})$")
#: What a share of things does, right behind it.
DOES = re.compile("(?:实现|达到|完成|建成|接入|使用|应用|开展|纳入|具备|建立|通过|配备|参加|落实)[^，。；、]{2,24}$")
#: How long at least each does something (医师每年至少20天在基层坐诊).
EACH_TIME = re.compile(r"每(?:年|学年|学期|季度|月|周|人每年|三年|五年|\d年)(?:累计|平均|参加)?(?:不)?$")
#: How long it takes to get there.
_THERE = re.compile("^(?:以?内)?((?:可|直|通|抵|到|互)达[^，。；、]{0,20})$")
#: A verb that says no more than what there is: the thing counted names the indicator.
_IS = re.compile("(?:为|是)$")
#: 在保持入学率达到95%的基础上: what is held on to is stated too.
_CONDITION = re.compile("^.{0,6}在(?:继续|持续|全面|不断|确保|保持|落实|巩固|保证|实现|完成|做到|好|和|、)+")
#: How something is done names nothing.
_MEANS = re.compile("(?:通过|依托|利用|运用|采用|借助|基于|围绕|面向|结合)(?![率量水效面])")
#: 引导银行将贷款利率降至4%: what is moved stands behind 将.
_MARKED = re.compile("^[^，。；]{1,40}?(?<!即)[将把](?=.{2})")
_MOVES = re.compile("[提升降压缩扩控增减][^，。]{0,2}[到至在为]$")
#: Verbs that alone say how many people are meant (惠及15万人).
_REACHES = re.compile("(?:直接|间接|预计)?(?:惠及|覆盖|服务|受益|带动|安置|吸纳|辐射|帮扶|供养|解决|保障)(?:就业)?")
_REACHED = re.compile("(?:覆盖|惠及|服务|带动|辐射|培训|转移|安置)$")
#: 招生规模不低于总规模的10%: a share of the second.
_BOUNDS = {"不低于": ">=", "不少于": ">=", "不得低于": ">=", "不超过": "<=", "不高于": "<=", "超过": ">", "高于": ">"}
_PART_OF = re.compile(f"^([^，。按以]{{2,40}}?)(?:应|要|一般|原则上)?({'|'.join(_BOUNDS)})([^，。；\\d]{{2,30}})的$")
#: Who is to do it, behind 支持 and the like (支持高校开设专业20个).
_LETS = re.compile(
    "^(?:支持|鼓励|引导|推动|指导|组织)[^，、]{1,10}?(?:开设|建设|设立|建立|创建|打造|举办|组建|建成|新建|申报)(?=.{2})"
)
#: Deeds that behind their object are its name (低产林改造6万亩); 建成, 新增 and the like are not.
_DEED_NOUN = re.compile("(?:改造|修复|治理|整治|培训|转移|转化|抚育|清理|储备|种植|开发|推广|转化|养殖|加固|更新)$")
#: Deeds whose share is meant where only a percentage follows (老旧管网改造一半以上).
_DEED = re.compile(
    "(?:清偿|偿还|完成|办理|办结|覆盖|使用|应用|接入|上云|达标|整改|销号|化解|消化|兑付|兑现|改造|处置|回收|利用|处理|解决|关停|淘汰|更新|替代|普及)$"
)
_OF_TASKS = re.compile("^.{0,12}(?:任务|指标|目标|计划|工作量|投资|改造|建设|整改|治理)$")
#: Deeds that make nothing new: without them the indicator is another (替代锅炉, 新增灌溉面积).
KEPT = re.compile("改造|淘汰|替代|抢救|复壮|拆除|关停|清淤")
_KEPT = re.compile(f"(?<!新建)(?<!建设)(?<!扩建)(?:{KEPT.pattern})$")
_MORE = re.compile("(?:新增|增加)$")
_CAPACITY = re.compile("(?:能力|面积|容量|库容|装机|产能)$")
#: 机组改造任务: what the task is.
_TASK = re.compile("([^，。；]{4,36}(?:改造|治理|整治|修复|建设|整改|淘汰|培训|造林|绿化))(?:的)?任务$")
#: 通过评定的企业: how a thing came to be counted is no part of its name.
_BY = re.compile(r"^(?:通过|经|获得|获评|入选|被|已经?)[^，、的]{1,10}的(?=.{2})")
#: 连续五年: for how long it has been so.
_RUNNING = re.compile(r"(?:已经?)?连续[\d一二两三四五六七八九十]+年$")
_INNER_VERB = re.compile(r"(?:累计|共|预计|已|全年|当年){0,4}(?:实现|完成)(?=[\u4e00-\u9fff]{2,})")
_SHARE = re.compile(
    r"^(?P<what>.{0,120}?)(?:所)?占(?!比(?:达|超|为|约|保|稳|提|上|不|重?$))(?P<whole>.{0,120}?)(?:的)?(?P<word>比重|比例|份额|比|百分比)?"
    r"(?:达到|提高到|提高至|提升到|提升至|上升到|上升至|下降到|下降至|降低到|降低至|降到|降至|增加到|增至|控制在|维持在|压减到|压减至|超过|达|为|约为|约|保持在|稳定在|要){0,4}$"
)
_PLACE_IN = re.compile(
    r"^(?P<subject>.{0,12}?)在(?P<field>[^，。在]{2,24})(?:方面|领域|上|中|内)(?P<what>[^，。]{2,12})$"
)


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator's name; ``share`` tells that it is a share (占…比重), ``change`` that it is a rate of change."""

    name: str
    share: bool = False
    change: bool = False


@cache
def _alternatives(kind: str) -> str:
    return "|".join(row["pattern"] for row in rows("statement_triggers.csv") if row["kind"] == kind)


@cache
def pattern(kind: str) -> re.Pattern[str]:
    """The triggers of one kind (see ``statement_triggers.csv``) as one pattern."""
    return re.compile(f"(?:{_alternatives(kind)})")


@cache
def _state_end() -> re.Pattern[str]:
    return re.compile(f"(?:{_alternatives('state')})(?:了|至|到|在)?$")


@cache
def _change_end() -> re.Pattern[str]:
    return re.compile(f"(?:{_alternatives('change')})(?:了|至|到|幅度?)?$")


@cache
def _order_end() -> re.Pattern[str]:
    adverb = "(?:再|新|重点|共|累计|每年|全省|全国|全市|力争|确保|组织|沿线|同步|配套|动态|梯度|滚动|分类|精准|着力|大力|积极|选择|选取|逐步|加快|推动|支持|鼓励|分批|首批|滚动|择优|全面|基本){0,6}"
    return re.compile(
        f"{adverb}(?:(?:{_alternatives('order')})(?:和|并|、)?){{1,5}}(?:了|出|好|一批|首批|第.批|省级|约)?$"
    )


@cache
def _order_list() -> re.Pattern[str]:
    """打造A、B等(6个C): an order of things of which some are named."""
    return re.compile(f"(?:{_alternatives('order')})(?:了|出|好|一批)?[^，。；]{{2,80}}等$")


@cache
def _order_start() -> re.Pattern[str]:
    adverb = "(?:再|新|重点|共|累计|每年|力争|确保|组织|沿线|同步|配套|动态|梯度|滚动|分类|精准|着力|大力|积极|逐步|加快|推动|支持|鼓励|拟|计划|择优){0,6}"
    return re.compile(f"^{adverb}(?:(?:{_alternatives('order')})(?:和|并|、)?){{1,5}}(?:一批|首批|第.批)?(?=.{{2}})")


@cache
def _wrap_start() -> re.Pattern[str]:
    return re.compile(f"^(?:{_alternatives('wrap')})")


def measured(
    before: str, quantity: Quantity, after: str, subject: str, places: tuple[str, ...] = ()
) -> Measured | None:
    """The indicator of ``before + quantity + after``, or None if the number measures nothing.

    Args:
        before: the clause up to the quantity, deadline removed.
        after: the rest of the clause.
        subject: the indicator or subject of the clause before, for bare attributes and shares.
        places: names of the document's own province or city, dropped from the front.
    """
    text = _ASIDE.sub("", before).strip("：:，, ")
    extent = _EXTENT.match(after)
    if extent is not None:
        if extent["thing"]:
            return Measured(f"{_thing(extent['thing'])}{extent['word']}")  # 40TB规模的影像库
        after = ""
    if _SAID.match(after) or _ENTERED.fullmatch(after):
        after = ""  # 铁路3条建成通车
    where = _Place(text, quantity, after, subject, places, extent["word"] if extent else "")
    for reading in (_special, _share, _changed):
        done, found = reading(where)
        if done:
            return found
    state = _state_end().search(text)
    if state:
        return _named(where, text[: state.start()], state[0])
    change = _change_end().search(text)
    if change and not change[0].endswith(("至", "到")):
        return _named(where, text[: change.start()], change[0], changed=True)
    if not after.strip():
        text = _LETS.sub("", _SCOPE.sub("", text))
        begins = _order_start().match(text)
        text = _with_deed(begins[0], text[begins.end() :]) if begins else text
    order = _order_end().search(text) or (_order_list().search(text) if after.strip() else None)
    if order:
        return _ordered(where, text[: order.start()], order[0])
    return _named(where, text, "")


@dataclass(frozen=True, slots=True)
class _Place:
    """A quantity where it stands: the words before and after, the subject so far, own places, and the word for its extent."""

    text: str
    quantity: Quantity
    after: str
    subject: str
    places: tuple[str, ...]
    extent: str


#: Whether a reading applies, and what it finds.
_Reading = tuple[bool, Measured | None]


def _special(at: _Place) -> _Reading:
    """零发生, 总规模100亿元的基金, 每年至少20天在基层坐诊."""
    q, after = at.quantity, at.after
    if q.value == 0 and not q.unit:
        name = _clean(re.sub("(?:实现|保持|达到)$", "", at.text), at.places)
        return True, Measured(f"{name}增长率" if after.startswith("增长") else name) if name else None
    size = _SIZE.search(at.text)
    if size and after[:1] == "的" and len(thing := _thing(after)) >= 2:
        return True, Measured(thing + size[1])
    if unit_kind(q.unit) == "time" and EACH_TIME.search(at.text) and len(after.strip("的 ")) >= 2:
        return True, Measured(f"{_clean(at.text, at.places)}{after.strip('的 ')}时间")
    there = _THERE.match(after) if unit_kind(q.unit) == "time" else None
    if there and (name := _clean(at.text, at.places)):
        return True, Measured(f"{name}{there[1]}时间")  # 县城1小时可达中心城市
    return False, None


def _share(at: _Place) -> _Reading:
    """A占B比重达到26%, 70%以上的行政村实现通班车."""
    if at.quantity.unit != "%":
        return False, None
    part = share_of(at.text)
    if part is not None and (what := _clean(part[0], at.places)):
        return True, Measured(f"{what}占{part[1]}比重", share=True)
    share = _SHARE.match(at.text) if "占" in at.text else None
    if share and (share["whole"] or share["word"]):
        what = _clean(share["what"], at.places) or at.subject
        return True, Measured(f"{what}占{share['whole'].strip('的')}比重", share=True) if what else None
    if len(at.after) > 1:
        so = _SO_IT_IS.match(at.text)
        lead = "" if so else _clean(at.text, at.places)
        bare = len(lead) <= 8 and not (
            _state_end().search(at.text) or _change_end().search(at.text) or _order_end().search(at.text)
        )
        true_of = _TRUE_OF.match(at.after) if bare or so else None
        if true_of:
            return True, Measured(f"{lead}{_true(true_of['thing'], true_of['said'])}比例")
        if (does := DOES.match(at.after)) and lead and not _state_end().search(at.text):
            return True, Measured(f"{does[0]}的{lead}比例")  # 公立医院100%开展预约诊疗
        all_do = ALL_DO.match(at.after) if at.quantity.value == 100 and names_all(at.text) else None
        if all_do and lead:
            return True, Measured(f"{lead}{all_do['deed']}率")
        if at.text.endswith("覆盖") and (thing := _thing(at.after)):
            return True, Measured(f"{lead}的{thing}比例")
        return at.after[:1] == "的", None
    return False, None


def _true(thing: str, said: str) -> str:
    """The things of which something is true (达到标准的学校; 污水得到处理的村)."""
    gets = _GETS.fullmatch(thing) if said.startswith("得到") else None
    return f"{gets['what']}{said}的{gets['whose']}" if gets else f"{said}的{thing}"


def names_all(before: str) -> bool:
    """Whether the words before a share only name what it is a share of (医疗废物|100%安全处置)."""
    return len(before) >= 3 and not (
        _state_end().search(before) or _change_end().search(before) or _order_end().search(before)
    )


def share_of(text: str) -> tuple[str, str, str] | None:
    """A, B and the comparator of A不低于B的 (30%): a share that is bounded."""
    match = _PART_OF.match(text)
    return (match[1], match[3], _BOUNDS[match[2]]) if match else None


def _changed(at: _Place) -> _Reading:
    """收入年均增长10%, 产能增加两倍; 提升至3.5% names the level that is reached."""
    unit = at.quantity.unit
    change = _change_end().search(at.text)
    if change and not change[0].endswith(("至", "到")) and (unit in ("%", "倍", "") or "百分点" in unit):
        name = _clean(at.text[: change.start()], at.places) or at.subject
        return True, Measured(name + _change_word(change[0]), change=True) if name else None
    if unit == "倍" and not _state_end().search(at.text):
        name = _clean(re.sub(r"(?:比|较).{2,12}$", "", at.text), at.places) or at.subject
        return True, Measured(name) if name else None
    return False, None


def _ordered(at: _Place, head: str, order: str) -> Measured | None:
    """培育企业10家, 培育10家企业, 低产林改造6万亩, 培训5万人次."""
    people = unit_kind(at.quantity.unit) == "people"
    thing = _thing(at.after)
    if thing and at.quantity.unit == "%":
        return Measured(f"{thing}完成率") if "完成" in order and _OF_TASKS.match(thing) else None
    if thing:
        return Measured(_with_deed(order, _sized(thing, at.quantity)))
    if at.after.strip():
        return None
    deed = (_REACHED if people else _DEED_NOUN).search(order)
    name = _clean(head, at.places)
    if name:
        return Measured(name + (deed[0] if deed else ""))
    return Measured(deed[0] + "人数") if people and deed else None


def _with_deed(order: str, name: str) -> str:
    """``name`` with the deed that is counted, where the things are not made by it."""
    deed = _KEPT.search(order) or (_MORE.search(order) if _CAPACITY.search(name) else None)
    return deed[0] + name if deed else name


def _named(at: _Place, text: str, verb: str, changed: bool = False) -> Measured | None:
    """What stands before the value without the ``verb``, else the thing that is counted."""
    q = at.quantity
    if _MOVES.search(verb):
        text = _MARKED.sub("", text)
    name = _subject_object(_clean(text, at.places))
    thing = _thing(at.after)
    if not name or _MEANS.match(name):
        if thing and q.unit == "%" and "完成" in verb and _OF_TASKS.match(thing):
            return Measured(f"{thing}完成率")
        if thing:
            return Measured(_sized(thing, q))
        bare = not name and at.subject and ((verb and not changed) or at.extent)
        return Measured(at.subject + at.extent) if bare else None
    if at.after.strip("的等 ") and not changed and (not verb or _IS.search(verb)):
        if thing and unit_kind(q.unit) in ("count", "people", "data"):
            return Measured(_sized(thing, q))
        if not verb:
            return None
    if verb and not changed and len(thing) in (2, 3, 4) and q.unit in ("个", "项", "份", "件", "张"):
        name += thing  # 报装压缩到2个环节
    if unit_kind(q.unit) == "people" and _REACHES.fullmatch(name):
        return Measured(name + "人数")
    if q.unit == "%" and not verb and _DEED.search(name):
        name += "比例"
    if _BARE.match(name) and at.subject and not at.subject.endswith(name):
        name = _merge(at.subject, name)
    return Measured(name)


def _change_word(verb: str) -> str:
    yearly = "年均" if "年均" in verb else ""
    if re.search("增长|增加|增幅", verb):
        return f"{yearly}增长率"
    if re.search("下降|降低|减少|降幅|压减|削减|压缩|缩短|下调|下浮|压降|调减", verb):
        return f"{yearly}降幅"
    return f"{yearly}提高幅度"


def _thing(after: str) -> str:
    """The counted thing after a quantity: up to the first verb-like break, without asides, examples and what is said of it."""
    if after.startswith("、"):
        return ""
    thing = re.split(
        r"[，。；：]|等$|(?<=.{2})(?:形成|用于|构成|组成)", re.sub("[（(][^（）()]{8,}(?:[）)]|$)", "", after)
    )[0]
    thing = re.sub("^的?(?:包含|包括|涵盖|涉及|如)[^的]{2,60}等(?=[\u4e00-\u9fff]{3})", "", thing)
    thing = _balanced(re.sub("^(?:以上|左右|以内|以下)?的?", "", thing).strip("的 "))
    done = _DONE.match(thing)
    if done:
        return f"{done['said']}的{done['thing']}"
    said = _SAID.search(thing)
    if said and said.start() >= 2:
        thing = thing[: said.start()]
    return thing if 2 <= len(thing) <= 40 else ""


def _sized(thing: str, quantity: Quantity) -> str:
    """300GB的影像库 measures the size of a thing; 30个影像库 counts things, 30公里隔离带 and 30万亩耕地修复 name what is measured."""
    if quantity.unit and unit_kind(quantity.unit) == "measure" and (task := _TASK.match(thing)):
        return task[1]  # 完成30万千瓦机组改造任务
    size = unit_kind(quantity.unit) == "data" and not re.search("量|规模|容量|数据|[库池]$", thing)
    return thing + "规模" if size else thing


def _clean(text: str, places: tuple[str, ...]) -> str:
    """``text`` without wrapping verbs, scope words, own place names at the front, adverbs at the end."""
    text = _balanced(text.strip("：:，,、 "))
    text = _CONDITION.sub("", text)
    for _ in range(3):
        before = text
        text = _wrap_start().sub("", text)
        text = _SCOPE.sub("", text)
        for place in places:
            if text.startswith(place) and len(text) - len(place) >= 3 and text[len(place)] not in "省市的":
                text = text[len(place) :]
        if text == before:
            break
    text = _TAIL.sub("", _BY.sub("", text))
    text = _RUNNING.sub("", text)
    where = _PLACE_IN.match(text)
    if where:
        text = where["field"] + where["what"]
    return text.strip("：:，,、 ")


def _balanced(text: str) -> str:
    """``text`` without quotation marks that have lost their other half."""
    if text.count("“") != text.count("”"):
        text = text.replace("“", "").replace("”", "")
    return text


def _subject_object(text: str) -> str:
    """规模以上电子信息制造业累计实现销售产值 → 规模以上电子信息制造业销售产值 (the verb between them goes)."""
    inner = _INNER_VERB.search(text)
    if inner and inner.start() > 0:
        return text[: inner.start()] + text[inner.end() :]
    return text


def _merge(subject: str, attribute: str) -> str:
    """Put ``subject`` before a bare attribute, replacing the attribute the subject ends in."""
    ending = re.search(
        r"(?:销售产值|总产值|产值|增加值|业务收入|收入|产量|出货量|总量|规模|数量|面积|市场份额|销售额|交易额|交易量|总额|率)$",
        subject,
    )
    return (subject[: ending.start()] if ending and ending.start() > 1 else subject) + attribute
