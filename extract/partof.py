"""Whether a passage orders a project, judged by the words right before and behind its name.

The verb alone misleads: 制定X实施方案 orders a scheme, 完善X功能 a function, 与X建设的衔接 leans on X, 对推进X成效明显的地区 says
for whom; 纳入X建设 and 在X培育中给予支持 order X though the verb looks past it.
"""

from __future__ import annotations

import re

#: What the project only tells apart: its scheme, its rules, its functions.
_OF_IT = re.compile(
    r"”?的?(?:各项|实施|工作|人才|指导|总体|管理|运行|支持|配套|服务|技术|布局|建设|专项)?"
    r"(?:方案|政策|办法|细则|意见|标准|规则|指南|目录|名单|清单|功能|经验|章程|规程|要求|成果|做法|模式|名额|资格)"
)
#: 与X（建设）的衔接: X stands beside what is ordered.
_BESIDE = re.compile(r"(?:与|同|跟|和)$")
_JOINED = re.compile(
    r"”?(?:建设)?的?(?:有机|有效|无缝|数据|互联|协同)?(?:衔接|对接|联通|互通|联动|融合|贯通|共享|协同|同步|结合)"
)
#: 为构建X提供支撑.
_FOR = re.compile(r"^为[^，]{0,20}$")
_GIVES = re.compile(r"”?(?:建设|创建)?(?:提供|奠定|创造|积累|打下|贡献|夯实|做好准备)")
#: 对建设X成效明显的地区, 针对X建设等工作加强培训: for whom, about what.
_ABOUT = re.compile(r"^(?:对|针对|面向|关于)(?!接|标)")
#: 对A的B实施X: the order comes behind the one it is for.
_FOR_WHOM = re.compile(r"的[^，的]{1,12}(?:实施|开展|推进|推行|建设|组织|打造|创建|启动|新建|扩建)好?(?:一批)?$")
#: X平台建设统一认证系统: X is who builds.
_BUILDS = re.compile(r"”?(?:建设|承担)[^，。；]{0,4}(?:全国|全省|统一|国家|省级|市级)")
_TAKEN_IN = re.compile(r"(?:纳入|列入|在|对)$")
_BEING_BUILT = re.compile(r"”?(?:建设|培育|创建|布局)(?:中|方面|范围|[，。；（]|$)")
_GOES = re.compile(r"(?:加快|推动|推进|促进|实现|确保)$")
_OPENS = re.compile(r"”?(?:[（(][^（）()]{1,12}[）)])?(?:投入|建成|投用|落地|开工|竣工|通车|开通)")
_MORE = re.compile(r"加大$")
_EFFORT = re.compile(r"”?(?:实施|建设|推进|支持|工作)?力度")
_BUILT_AND_USED = re.compile(r"(?:建[强好优成]|做[强优])[、并和]?(?:用好|管好|管好用好)$")
_CARRIED_OUT = re.compile(r"落实好?[“]?$")
#: 实施“三支一扶”、X计划: the last of a list of such things.
_LISTED = re.compile(
    r"(?:实施|开展|启动|推进|组织)好?(?:(?:“[^”，；]{2,12}”|[^“”，；、]{2,12}(?:计划|工程|行动|项目|试点))、){1,4}“?$"
)
_ENDS = re.compile(r"”?(?:[，。；]|$)")


def is_ordered(text: str, start: int, end: int, clause: tuple[int, int], mode: str, kind: str) -> bool:
    """Whether ``clause`` orders the project at ``start..end``; ``mode`` is what its verb says (order, lean, report, title)."""
    before, after = text[max(clause[0], start - 24) : start].rstrip("“"), text[end : end + 16]
    if mode == "title":
        return True
    if mode == "order":
        beside = _BESIDE.search(before) and _JOINED.match(after)
        gives = _FOR.match(text[clause[0] : start]) and _GIVES.match(after)
        builds = start - clause[0] < 2 and _BUILDS.match(after)
        about = _ABOUT.match(text[clause[0] : clause[0] + 3]) and not _FOR_WHOM.search(before)
        return not (_OF_IT.match(after) or beside or gives or builds or about)
    return bool(
        (_TAKEN_IN.search(before) and _BEING_BUILT.match(after))
        or (_GOES.search(before) and _OPENS.match(after))
        or (_MORE.search(before) and _EFFORT.match(after))
        or _BUILT_AND_USED.search(before)
        or (mode == "" and _LISTED.search(text, max(clause[0], start - 60), start))
        or (kind in ("action", "pilot", "engineering") and _CARRIED_OUT.search(before) and _ENDS.match(after))
    )
