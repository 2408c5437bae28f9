"""Write the seed inputs of the targets anew: ``python tests/fuzz/make_corpus.py``. What a fuzzer found stays."""

from __future__ import annotations

import json
from pathlib import Path

import _sources  # noqa: F401

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

PLAN = """广东省教育云建设规划（2020-2025年）
粤府〔2020〕12号

各地级以上市人民政府，各县（市、区）人民政府，省政府各部门：
根据《国家信息化规划》，制定本规划。
一、主要目标
到2025年，学校宽带接入率达到100%，数字教育产业规模超过1200亿元，年均增长10%左右，在线课程翻一番。
二、重点任务
（一）建设教育云。依托省政务云平台，建设广东教育云，对接国家教育资源公共服务平台。（省教育厅牵头，省科技厅、省财政厅配合）
1.推进智慧校园工程。在广州、深圳市开展智慧校园工程试点，支持横琴先行先试。
专栏1 教育云工程
名称\t建设内容\t责任单位
名师课堂系统\t覆盖三分之二的学校\t省教育厅
\t建设5个数据中心\t广州市
（二）培育人工智能产业。鼓励华为公司建设人工智能开放平台。
2017年网民规模达到8096万人，占全省人口的近七成。
附件：重点项目表

广东省人民政府
2020年3月5日
"""

PAGE = f"""<html><head><meta charset="utf-8"><title>规划</title></head><body><div class="nav"><a href="/">首页</a></div>
<div id="content"><h1>广东省教育云建设规划</h1>{"".join(f"<p>{line}</p>" for line in PLAN.splitlines()[5:9])}
<ol start="3" type="a"><li>建设教育云<li>推进智慧校园</ol>
<table><tr><th rowspan=2>名称</th><th colspan=2>责任</th></tr><tr><td>省教育厅<br>牵头</td><td>&nbsp;</td></tr></table></div></body></html>"""

QUERIES = [
    "MATCH (p:Project)<-[r:RESPONSIBLE_FOR]-(o) WHERE o.name CONTAINS $name RETURN o.name AS 机构, count(*) AS n ORDER BY n LIMIT 5",
    "WITH [x IN range(1, 3) WHERE x > 1 | x] AS xs UNWIND xs AS x RETURN *, 'it''s' AS `a``b` // end",
    "/*\ntitle: Projects\nparams:\n  name: {type: string, example: 云}\n*/\nMATCH (n) RETURN {a: count(n)}.a",
]

RELATION_ROWS = """relation,label,name,name2,type,source,target,role,document,evidence,id,note
same,Organization,广东省发展改革委,广东省计划委员会,,,,,,,,
never,Region,鼓楼区,南京鼓楼,,,,,,,,
drop,Project,一批平台,,,,,,,,,
drop,,,,RESPONSIBLE_FOR,广东省发展改革委,广东教育云,lead,,,,'=1
"""


def inputs() -> dict[str, list[bytes]]:
    """The seeds of each target."""
    from make_docx import NUMBERING, docx, numbered, p, tbl, tc, text_box
    from make_pdf import Page, Writer, pdf
    from targets import COSTLY, _small_graph

    plan = PLAN.encode()
    writer = Writer()
    for line in PLAN.splitlines()[:9]:
        writer.paragraph(line)
    page = Page()
    page.text(90, 700, "一、教育云", 16)
    page.rule(50, 650, 300, 650)
    body = (
        numbered("建设教育云", 1)
        + p("到2025年达到5%")
        + tbl(tc("甲") + tc("乙", 2), tc("", merge="restart") + tc("丙"))
    )
    graph = _small_graph().to_dict()
    sections = [plan, *(piece.encode() for piece in PLAN.split("\n") if len(piece) > 20)]
    gold = ROOT / "tests" / "gold" / "gov2018_tiyu_jingsai.json"
    raw = json.loads(gold.read_text("utf-8"))
    small = {"nodes": raw["nodes"][:12], "edges": []}
    found = {
        "text": [plan, PLAN.encode("gb18030"), PLAN[:200].encode("big5", "ignore"), PLAN[:200].encode("utf-16")],
        "markdown": [plan, "# 规划\n\n## 一、目标\n\n- 建设**教育云**\n1. 推进\n\n| 名称 | 值 |\n|---|---|\n| 云 | 5% |\n".encode()],
        "html": [PAGE.encode(), PAGE.replace("utf-8", "gb2312").encode("gb18030"), "一、<p>建设<table><td>云".encode()],
        "docx": [docx(body, numbering=NUMBERING)],
        "docx_xml": [f"{body}{p(text_box(p('框')))}\x1e\x1e{NUMBERING}\x1e<w:footnote w:id='1'>{p('注')}</w:footnote>".encode()],
        "pdf": [pdf(writer.pages)[:9000], pdf([page])],
        "pdf_page": ["\n".join(page.parts).encode("latin-1")],
        "numbers": sections,
        "structure": sections,
        "extraction": sections,
        "lexicon": ["label,name,aliases,kind\nSector,课堂革命,课堂|革命,field\n".encode()],
        "graph_json": [
            json.dumps(graph, ensure_ascii=False).encode(),
            "\n".join(
                ['{"kind": "graph", "version": 1}']
                + [json.dumps({"kind": "node", **n}, ensure_ascii=False) for n in graph["nodes"][:2]]
            ).encode(),
        ],
        "corrections": [RELATION_ROWS.encode(), b'[{"relation": "same", "label": "Sector", "name": "a", "name2": "b"}]'],
        "audit": ["verdict,type,source,role,target,evidence,document,section,confidence,rule,source_is,target_is,note,source_label,target_label,id\n对,PART_OF,甲,,乙,句,文,,0.9,r,丙,,,Project,Project,x\n错,PILOTS,甲,,乙,句,文,,,r,,,,Region,Project,y\n".encode()],
        "score": [json.dumps(small, ensure_ascii=False).encode()],
        "cypher": [q.encode() for q in QUERIES],
    }  # fmt: skip
    quick = sorted(set(found) - COSTLY)
    found["any_of_them"] = [
        bytes([n]) + found[name][0] for n, name in enumerate(quick) if not name.startswith(("docx", "pdf"))
    ]
    return found


if __name__ == "__main__":
    for name, found in inputs().items():
        folder = HERE / "corpus" / name
        folder.mkdir(parents=True, exist_ok=True)
        for number, data in enumerate(found):
            (folder / f"seed-{number:02d}").write_bytes(data)
