from pathlib import Path

import pytest

from extract.jurisdiction import _by_number
from extract.lexicon import rows
from extract.pipeline import COMPONENTS, build_pipeline, run
from extract.readers import read_file, read_text

SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "gd-digital-economy-2018-2025.txt"
OFF = [c for c in COMPONENTS if c not in ("plankg_regions", "plankg_resolve")]


def read(text):
    return run(build_pipeline(disable=OFF), read_text(text))


def names(text, title="浙江省发展规划"):
    doc = read(f"{title}\n一、主要任务\n{text}\n")
    body = len(title)
    return [m.name for m in sorted(doc._.entities, key=lambda m: m.start) if m.start > body]


def owner(text):
    place = read(text)._.jurisdiction
    return place and place.name


def test_sample_has_its_places():
    doc = run(build_pipeline(disable=OFF), read_file(SAMPLE))
    found = {m.name: m.properties for m in doc._.entities}
    assert doc._.jurisdiction.name == "广东省"
    assert {"广州市", "深圳市", "佛山市", "东莞市", "粤港澳大湾区", "粤东西北地区"} <= set(found)
    assert found["广州市"]["code"] == "440100" and found["广州市"]["level"] == "prefecture"
    inside = {(r.source.name, r.target.name) for r in doc._.relations if r.type == "PART_OF"}
    assert ("广州市", "广东省") in inside


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("以广州、深圳、佛山、东莞等地为试点。", ["广州市", "深圳市", "佛山市", "东莞市"]),
        ("支持广州天河、越秀、海珠区建设核心区。", ["广州市", "天河区", "越秀区", "海珠区"]),
        ("推动长沙市开福区先行。", ["长沙市", "开福区"]),
        ("建设示范县，节约资源，扩大合作，实现乡村振兴。", []),
        ("培育北京市场，发放每天津贴，促进大连接。", ["北京市"]),
        ("在海南藏族自治州共和县建设光伏基地。", ["海南藏族自治州", "共和县"]),
        ("吉林、黑龙江、辽宁三省协同。", ["吉林省", "黑龙江省", "辽宁省"]),
        ("推动崇左、来宾、南宁等市联动。", ["崇左市", "来宾市", "南宁市"]),
        ("支持杭州高新区先行先试。", ["杭州高新区"]),
        ("用好中国（上海）自由贸易试验区临港新片区政策。", ["临港新片区"]),
        ("全省各地、我省企业、各市要参与。", []),
        ("促进朝阳产业发展。", []),
    ],
)
def test_places_of_a_sentence(text, expected):
    assert names(text) == expected


def test_county_of_the_plans_own_province_is_chosen_among_namesakes():
    assert "鼓楼区" in names("支持鼓楼区建设软件园。", "福州市发展规划")
    doc = read("福州市发展规划\n一、任务\n支持鼓楼区建设软件园。\n")
    assert {m.properties["code"] for m in doc._.entities if m.name == "鼓楼区"} == {"350102"}
    assert names("支持鼓楼区建设软件园。", "国务院关于推进软件产业发展的意见") == []


def test_namesakes_never_share_an_identity():
    keys = set()
    for city in ("福州市", "南京市", "开封市"):
        doc = read(f"{city}发展规划\n一、任务\n支持鼓楼区建设软件园。\n")
        keys |= {m.key for m in doc._.entities if m.name == "鼓楼区"}
    assert len(keys) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("浙江省数字经济发展规划\n一、任务\n", "浙江省"),
        ("杭州市萧山区国民经济和社会发展规划\n一、任务\n", "萧山区"),
        ("国务院关于支持浙江高质量发展的意见\n国发〔2021〕1号\n一、任务\n", None),
        ("工业和信息化部关于推进工业互联网的指导意见\n一、任务\n", None),
        ("关于推进数字乡村建设的实施意见\n苏政办发〔2021〕6号\n一、任务\n推进建设。\n", "江苏省"),
        (
            "关于做好春耕生产的通知\n各县农业农村局：\n一、抓好春耕\n加强管理。\n河南省农业农村厅\n2023年2月10日\n",
            "河南省",
        ),
        ("数字经济发展规划\n一、任务\n我省要加快。湖北数据多，湖北企业强，全省推进。\n", "湖北省"),
        ("数字经济发展规划\n一、任务\n加快发展数字经济。\n", None),
    ],
)
def test_whose_plan_it_is(text, expected):
    assert owner(text) == expected


@pytest.mark.parametrize("row", rows("number_prefixes.csv"), ids=lambda r: r["id"])
def test_each_number_prefix_fires_on_its_example(row):
    known, place = _by_number(row["example"])
    assert known and (place.code if place else "") == row["code"]


def test_the_north_east_is_a_region_but_no_part_of_words():
    from extract import extract_text

    def places(text: str) -> list[str]:
        graph = extract_text(f"关于加强黑土地保护工作的意见\n一、重点任务\n（一）推进保护。{text}\n")
        return [n.name for n in graph.nodes() if n.label == "Region"]

    assert places("守护好东北黑土地。") == ["东北地区"]
    assert places("支持东北、西北合作。")[:1] == ["东北地区"]
    assert places("面向东北亚开放，支持县域东北部发展。") == []


def test_places_inside_titles_and_firms_are_no_mentions():
    from extract import extract_text

    def places(text: str) -> list[str]:
        graph = extract_text(f"泰州市旅游发展实施方案\n一、重点任务\n（一）推进合作。{text}\n")
        return [n.name for n in graph.nodes() if n.label == "Region" and n.name != "泰州市"]

    assert places("学习《温州晚报》刊发的经验，用好温州晚报平台。") == []
    assert places("对接大庆石化，服务大庆石化产业。") == ["大庆市"]
    assert places("推动东中西部协作。") == []
