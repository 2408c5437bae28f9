"""Marks by which a clause is told: what joins it, what dates it, what makes its number a target or a rule, what it only adds."""

from __future__ import annotations

import re

from extract.indicator import pattern

CONNECT = re.compile(
    r"(?:即(?=[到在至]|力争)|其中|同时|此外|另外|并且|而且|特别是|尤其是|以及|并|且|[（(]?[一二三四五六七八九十\d]{1,2}[）)、.]|[①-⑳]|[一二三四五六七八九十]是|——|—|■|●)+[，：:]?"
)
AGO = re.compile(r"(?:据[^，]{0,10}统计|目前|当前|截至目前|截至当前|近年来|现已|现有)(?!的)")
HAS_NUMBER = re.compile(r"[\d%％]|[一二三四五六七八九十百千两半]|零|翻番|倍增")
#: When the document itself takes effect is no goal.
IN_FORCE = re.compile("(?:自|从).{2,16}起(?:正式)?(?:施行|实施|执行|生效)|有效期(?:至|为|到)|印发之日起")
#: Before a rank (前三名) or a number that only says where (在10个行业).
NOT_A_TARGET = re.compile(
    "(?<![当目])[前第对]$|(?<![评得积])分$|(?<!控制)(?<!稳定)(?<!保持)(?<!维持)(?<!压缩)(?<!限制)在$"
)
#: 压缩至3个工作日以内: a time that is cut is a target, one that must not be exceeded a rule.
CUT = re.compile(r"(?:压缩|缩短|压减|缩减|减少|精简|降低|提速|控制)(?:到|至|为|在)[^，。]{0,3}\d")
#: 对于需要改建的: a condition, which belongs to the clause behind it.
CONDITION = re.compile(
    "(?:对|对于|凡|凡是|属于|因)(?:需要?|应|已经?|尚|未|不|确|暂|符合|存在|具备|没有)[^，。]{2,60}的"
)
#: 推进危房改造，2023年底前基本完成: what is done says the clause before.
ONLY_DONE = re.compile(
    "(?:要|应|力争|确保)?(?:基本|全面|全部|总体|如期|按期)?(?:完成|建成|到位|结束|投产|投用|实现|完工|竣工|建成投用|投入使用|落实到位|完成到位)"
)
#: 占比不得低于30%: a share that is to be had; caps and shares of payments are rules.
LEAST_SHARE = re.compile(
    "^(?!.*(?:补助|补贴|奖励|资助|贴息|贷款|出资|首付|注册|报名|申报|申请|给予|罚|股权|持股)).*(?:占比|比例|比重|[^利费税汇]率)(?:原则上|一般|均|都|应|要|总体)*不得?(?:低于|少于|小于)\\d[\\d.]*[%％]$"
)
#: 在保持入学率达到95%的基础上: a value that is held on to.
HELD = re.compile("在(?:继续|持续|全面|进一步)?(?:巩固|落实|保持|确保|保证|实现|完成|稳定).{4,60}的(?:基础|前提)")
#: 对…增长3%以上等指标进行监测: what is watched is a target all the same.
WATCHED = re.compile(
    "(?:[一二三四五六七八九十]{1,4}、)?对(?=[^，。；]{4,300}(?:进行|开展|实施|加强)[^，。；]{0,8}(?:监测|督导|调度|考核|评估|统计|检查|监督|跟踪|分析|督办|督查))"
)
#: A stage that a clause of its own names (第一阶段（2021—2022年）：…).
BRACKETED = re.compile("[\u4e00-\u9fff]{0,8}[（(]([^（()）]{4,30})[）)]")
#: Verbs of what is reached, which a clause opens with.
RESULT = re.compile(
    "(?:全省|全市|全县|全区|全国)?(?:力争|确保|努力|争取|率先|全部|全面|基本|初步|总体|彻底|有效|大幅度?|显著|明显){0,3}"
    "(?:实现|形成|建成|建立|健全|完成|达到|取得|消除|杜绝|解决|启用|投入|建起|普及|覆盖|编制|制定|出台)"
)
#: Verbs of what a deed is good for (切实提升服务能力).
PURPOSE = re.compile(
    "(?:切实|不断|进一步|着力|持续|更好地?|有效|加快|逐步|努力){0,2}(?:提升|提高|增强|加强|促进|推动|推进|保障|满足|营造|激发|优化|改善|扩大|强化|服务|支撑|助力|防止|避免)"
)
#: Further years of a term (到2025年和2030年).
MORE_YEARS = re.compile(r"(?:(?:、|和|及|与)(?:19|20)\d{2}年)+")
YEARS = re.compile(r"\d{4}")
#: What every term has.
TIMELY = re.compile("[年期月纪末]")


def reached(body: str) -> bool:
    """Whether a clause of orders that names no deadline of its own says what is reached by the one before (机制更加健全,
    实现全覆盖); what is done on the way (报送…, 开展…) and what it is good for is no goal."""
    if PURPOSE.match(body):
        return False
    return bool(RESULT.match(body) or pattern("predicate").search(body) or pattern("goal").search(body))
