"""The shipped gazetteer of places: shape, integrity and known cases."""

import csv
from collections import Counter
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "extract" / "data"
LEVELS = {"province": 0, "prefecture": 1, "county": 2}
KINDS = {"cluster", "development_zone", "new_area", "free_trade_zone", "area"}
SCOPE_WORDS = {"全国", "全省", "各地市", "国内外", "我国", "一带一路", "国内", "境内", "全市", "各地", "“一带一路”"}


def read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


DIVISIONS = read("divisions.csv")
CURRENT = {row["code"]: row for row in DIVISIONS if row["status"] == "current"}
ABOLISHED = [row for row in DIVISIONS if row["status"] == "abolished"]
PLACES = read("places.csv")


def split(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def test_columns():
    assert list(DIVISIONS[0]) == (
        [
            "code",
            "name",
            "level",
            "parent",
            "short",
            "status",
            "until",
            "successor",
            "ambiguous",
            "ambiguous_name",
            "aliases",
            "decoys",
        ]
    )
    assert list(PLACES[0]) == ["name", "kind", "aliases", "parent_codes", "example", "decoys"]


def test_counts():
    mainland = [
        row for row in CURRENT.values() if row["code"][:2] not in ("71", "81", "82") or row["code"][2:] == "0000"
    ]
    assert Counter(row["level"] for row in mainland) == {"province": 34, "prefecture": 333, "county": 2847}


def test_codes_of_current_divisions_are_unique():
    assert len(CURRENT) == sum(row["status"] == "current" for row in DIVISIONS)


def test_no_row_stands_twice():
    assert max(Counter((row["code"], row["name"]) for row in DIVISIONS).values()) == 1


def test_sorted_by_code():
    codes = [row["code"] for row in DIVISIONS]
    assert codes == sorted(codes)


def test_values():
    for row in DIVISIONS:
        assert len(row["code"]) == 6 and row["code"].isdigit(), row
        assert row["level"] in LEVELS, row
        assert row["status"] in ("current", "abolished"), row
        assert row["ambiguous"] in ("0", "1") and row["ambiguous_name"] in ("0", "1"), row
        assert row["ambiguous"] >= row["ambiguous_name"], row
        assert all(cell == cell.strip() and "\n" not in cell for cell in row.values()), row


def test_parents_are_current_and_higher():
    for row in DIVISIONS:
        if row["level"] == "province":
            assert row["parent"] == "", row
        else:
            assert LEVELS[CURRENT[row["parent"]]["level"]] < LEVELS[row["level"]], row


def test_short_form_is_the_head_of_the_name():
    for row in DIVISIONS:
        assert row["short"] == "" or (len(row["short"]) > 1 and row["name"].startswith(row["short"])), row


def test_safe_short_forms_name_one_division():
    # a province may share its short form with a prefecture, which is then the ambiguous one
    safe = Counter(row["short"] for row in DIVISIONS if row["short"] and row["ambiguous"] == "0")
    assert [short for short, count in safe.items() if count > 1] == []


def test_safe_names_are_not_shared():
    safe = Counter(row["name"] for row in CURRENT.values() if row["ambiguous_name"] == "0")
    assert [name for name, count in safe.items() if count > 1] == []


def test_abolished_rows():
    for row in ABOLISHED:
        assert 1990 <= int(row["until"]) <= 2026, row
        assert row["successor"] == "" or row["successor"] in CURRENT, row
    assert sum(row["successor"] == "" for row in ABOLISHED) < 0.03 * len(ABOLISHED)
    assert all(row["until"] == row["successor"] == "" for row in CURRENT.values())


def test_decoys_hide_a_form_of_their_row():
    for row in [*DIVISIONS, *PLACES]:
        forms = [form for form in (row["name"], row.get("short", ""), *split(row["aliases"])) if form]
        for decoy in split(row["decoys"]):
            assert any(form in decoy and form != decoy for form in forms), (row["name"], decoy)


@pytest.mark.parametrize(
    ("code", "name", "level", "parent", "short"),
    [
        ("440000", "广东省", "province", "", "广东"),
        ("150000", "内蒙古自治区", "province", "", "内蒙古"),
        ("450000", "广西壮族自治区", "province", "", "广西"),
        ("810000", "香港特别行政区", "province", "", "香港"),
        ("440100", "广州市", "prefecture", "440000", "广州"),
        ("422800", "恩施土家族苗族自治州", "prefecture", "420000", "恩施"),
        ("653000", "克孜勒苏柯尔克孜自治州", "prefecture", "650000", "克孜勒苏"),
        ("440305", "南山区", "county", "440300", "南山"),
        ("419001", "济源市", "county", "410000", "济源"),
        ("110108", "海淀区", "county", "110000", "海淀"),
        ("330782", "义乌市", "county", "330700", "义乌"),
        ("331127", "景宁畲族自治县", "county", "331100", "景宁"),
        ("410926", "范县", "county", "410900", ""),
        ("150521", "科尔沁左翼中旗", "county", "150500", ""),
        ("710100", "台北市", "prefecture", "710000", "台北"),
        ("500157", "两江新区", "county", "500000", "两江"),
    ],
)
def test_known_divisions(code, name, level, parent, short):
    row = CURRENT[code]
    assert (row["name"], row["level"], row["parent"], row["short"]) == (name, level, parent, short)


@pytest.mark.parametrize(
    ("name", "until", "successor"),
    [
        ("襄樊市", "2010", "420600"),
        ("思茅市", "2007", "530800"),
        ("莱芜市", "2019", "370116"),
        ("崇文区", "2010", "110101"),
        ("卢湾区", "2011", "310101"),
        ("萝岗区", "2014", "440112"),
        ("巢湖地区", "1999", "340181"),
        ("渝北区", "2025", "500157"),
        ("毕节地区", "2011", "520500"),
        ("从化市", "2014", "440117"),
    ],
)
def test_known_abolished_names(name, until, successor):
    assert (until, successor) in [(row["until"], row["successor"]) for row in ABOLISHED if row["name"] == name]


@pytest.mark.parametrize(
    "short",
    [
        "资源",
        "合作",
        "振兴",
        "新兴",
        "公安",
        "朝阳",
        "和平",
        "城关",
        "来宾",
        "大同",
        "白银",
        "安康",
        "东方",
        "吉林",
        "和政",
        "新和",
        "会同",
        "河北",
        "海南",
    ],
)
def test_words_are_marked(short):
    rows = [row for row in CURRENT.values() if row["short"] == short and row["level"] != "province"]
    assert rows and all(row["ambiguous"] == "1" for row in rows)


@pytest.mark.parametrize("name", ["和县", "范县", "成县", "合作市", "朝阳区", "鼓楼区", "中山区", "城区", "解放区"])
def test_full_names_that_need_context_are_marked(name):
    rows = [row for row in CURRENT.values() if row["name"] == name]
    assert rows and all(row["ambiguous_name"] == "1" for row in rows)


@pytest.mark.parametrize(
    "short",
    ["北京", "广东", "吉林", "海南", "深圳", "佛山", "东莞", "杭州", "丽水", "三明", "昆山", "义乌", "顺德", "海淀"],
)
def test_common_short_forms_stay_usable(short):
    assert any(row["short"] == short and row["ambiguous"] == "0" for row in CURRENT.values())


def test_places_shape():
    for row in PLACES:
        assert row["name"] and row["kind"] in KINDS, row
        assert all(code in CURRENT for code in split(row["parent_codes"])), row
        assert any(form in row["example"] for form in (row["name"], *split(row["aliases"]))), row


def test_place_names_stand_once():
    names = Counter(form for row in PLACES for form in (row["name"], *split(row["aliases"])))
    assert [name for name, count in names.items() if count > 1] == []


def test_places_are_not_divisions():
    usable = {row["name"] for row in CURRENT.values()}
    usable |= {row["short"] for row in CURRENT.values() if row["short"] and row["ambiguous"] == "0"}
    assert [form for row in PLACES for form in (row["name"], *split(row["aliases"])) if form in usable] == []


def test_scope_words_are_not_places():
    assert not SCOPE_WORDS & {form for row in PLACES for form in (row["name"], *split(row["aliases"]))}


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("粤东西北", "粤东西北地区"),
        ("珠江三角洲", "珠三角"),
        ("长江三角洲", "长三角"),
        ("横琴", "横琴"),
        ("前海", "前海"),
        ("南沙", "南沙新区"),
        ("浙江自贸试验区", "中国（浙江）自由贸易试验区"),
        ("长株潭", "长株潭城市群"),
        ("海南自贸港", "海南自由贸易港"),
        ("雄安新区", "雄安新区"),
    ],
)
def test_known_places(form, name):
    assert [row["name"] for row in PLACES if form in (row["name"], *split(row["aliases"]))] == [name]
