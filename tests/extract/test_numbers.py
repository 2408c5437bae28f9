"""Quantities: value, unit, bound, and what is no quantity at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.lexicon import rows
from extract.numbers import quantities


def read(text: str) -> list[tuple[float, float | None, str, str]]:
    return [(q.value, q.value_max, q.unit, q.comparator) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("覆盖率达到90%", (90, None, "%", "=")),
        ("培育1-2项产品", (1, 2, "项", "=")),
        ("引进3至5家机构", (3, 5, "家", "=")),
        ("存储量超过2300EB", (2300, None, "EB", ">")),
        ("产值36,076.9亿元", (36076.9, None, "亿元", "=")),
        ("占全国近七成", (70, None, "%", "~")),
        ("占比三成", (30, None, "%", "=")),
        ("超过六成五", (65, None, "%", ">")),
        ("占全国1/10", (10, None, "%", "=")),
        ("三分之二", (66.666667, None, "%", "=")),
        ("百分之五十", (50, None, "%", "=")),
        ("不低于30%", (30, None, "%", ">=")),
        ("不得少于120学时", (120, None, "学时", ">=")),
        ("100个以上", (100, None, "个", ">=")),
        ("20余万张", (20, None, "万张", ">")),
        ("100多家", (100, None, "家", ">")),
        ("控制在3起以内", (3, None, "起", "<=")),
        ("比上年翻一番", (2, None, "倍", "=")),
        ("翻两番", (4, None, "倍", "=")),
        ("规模倍增", (2, None, "倍", "=")),
        ("20个县域中心", (20, None, "个", "=")),
        ("覆盖20个县", (20, None, "个县", "=")),
        ("库容10万方", (10, None, "万方", "=")),
        ("30分钟左右", (30, None, "分钟", "~")),
        ("两万亩", (2, None, "万亩", "=")),
        ("二十一项", (21, None, "项", "=")),
        ("60%-70%", (60, 70, "%", "=")),
        ("12.5微克/立方米", (12.5, None, "微克/立方米", "=")),
        ("100万元/项", (100, None, "万元/项", "=")),
        ("十二件/万人", (12, None, "件/万人", "=")),
    ],
)
def test_quantity(text: str, expected: tuple[float, float | None, str, str]) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    ["到2025年", "2025年6月30日", "第一位", "5G网络", "“十三五”时期", "一批平台", "统一管理", "2018-2025年", "“415X”集群",
     "成立机构", "三大攻坚战", "专栏14", "倍增行动", "收入翻番目标", "趋零增长", "三方面重点", "防洪标准20年一遇", "国发〔2018〕42号", "1+X证书", "一成不变", "一带一路", "第3章"],
)  # fmt: skip
def test_no_quantity(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("row", rows("units.csv"), ids=lambda row: row["unit"])
def test_every_unit_is_read_in_its_example(row: dict[str, str]) -> None:
    units = [unit for _, _, unit, _ in read(row["example"])]
    if row["unit"] == "番":
        assert units == ["倍"]
    elif row["unit"] == "成":
        assert units == ["%"]
    else:
        assert any(unit.endswith(row["unit"]) for unit in units), units


@given(st.integers(1, 10**9), st.sampled_from(["家", "项", "亿元", "万人", "%"]))
def test_digits_read_back(number: int, unit: str) -> None:
    for written in (str(number), f"{number:,}"):
        assert read(f"达到{written}{unit}")[0][0] == number


@given(st.text(alphabet="0123456789.,一二三十百千万亿余多近约成分之年月%个家-至/（）超过以上", max_size=60))
def test_spans_are_sound_and_nothing_breaks(text: str) -> None:
    last = 0
    for q in quantities(text):
        assert last <= q.start <= q.number_start < q.end <= len(text)
        assert q.value >= 0
        last = q.end
