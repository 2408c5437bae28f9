"""Which part of a page is the document, and what around it belongs to the site."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from extract.readers.blocks import Paragraph, Table
from extract.readers.html_blocks import collapse, is_hidden

#: Words of class and id that name parts of the site; matched as whole words.
_CHROME = frozenset(Path(__file__).with_name("site_words.txt").read_text(encoding="utf-8").split())
_CHROME_TAGS = frozenset(("nav", "footer", "aside", "header"))
_CHROME_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary"))
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HAN = re.compile("[\u4e00-\u9fff]")
#: Share of a page's text from which a part is never taken for one of the site's, whatever it is called.
_TOO_MUCH = 0.3
#: Share of the text that one child must hold for the others to be left.
_MOST = 0.9
#: Lines of the site that stand next to the document.
_SITE_LINE = re.compile(
    r"""(?:【?\s{0,9}字[体号]\s{0,9}[:：]?.{0,24}$ | 【?\s{0,9}(?:大|中|小)(?:\s{0,9}(?:大|中|小)){1,6}\s{0,9}】?$
    | (?:【?\s{0,9}(?:打\s?印|关\s?闭|收\s?藏|复制|下载|分享|纠错|繁体|返回)\s{0,9}(?:本页|窗口|顶部|首页|列表|此页|链接)?\s{0,9}】?\s{0,9}[|｜·]?\s{0,9}){1,12}$
    | 分享\s{0,9}(?:到|至).{0,40}$ | (?:您?(?:现在|当前)?的?(?:所在)?位置|当前位置)\s{0,9}[:：]?.{0,80}$
    | 首页\s{0,9}[>＞»›/].{0,80}$ | (?:信息)?来\s{0,9}源\s{0,9}[:：].{0,80}$ | (?:发布|更新|生成|公开|制发)(?:时间|日期)\s{0,9}[:：].{0,80}$
    | (?:浏览|点击|访问|阅读)(?:次数|量|数|人数)?\s{0,9}[:：].{0,30}$ | \[?\s{0,9}(?:责任)?编\s{0,9}辑\s{0,9}[:：].{0,30}$ | 审核\s{0,9}[:：].{0,30}$
    | 上一[篇页条]\s{0,9}[:：]?.{0,80}$ | 下一[篇页条]\s{0,9}[:：]?.{0,80}$ | 相关(?:链接|文[档件章]|解读|阅读|新闻|信息|稿件|政策)\s{0,9}[:：]?\s{0,9}$
    | (?:微信|手机)?扫(?:一扫|描|码).{0,40}$ | 版权所有.{0,120}$ | (?:网站)?(?:主|承)办(?:单位)?\s{0,9}[:：].{0,80}$
    | 网站标识码.{0,80}$ | .{0,60}ICP备.{0,60}$ | .{0,40}公网安备.{0,60}$ | (?:联系我们|网站地图|网站声明|关于我们)(?:\s{0,9}[|｜·].{0,60})?$
    | (?:索\s{0,9}引\s{0,9}号|信息索引|主题分类|公开(?:方式|范围|类别)|文件状态|信息分类|组配分类|体裁分类|主题词|有\s{0,9}效\s{0,9}性)\s{0,9}[:：].{0,120}$)""",
    re.VERBOSE,
)
_LABELS = re.compile(
    r"^\s*(索\s*引\s*号|信息索引号?|主题分类|发\s*文\s*机\s*关|发布机构|公开(?:主体|机构|方式)|成文日期|发\s*文\s*日\s*期|发布日期"
    r"|发\s*文\s*字\s*号|文\s*号|标\s*题|名\s*称|信息名称|主\s*题\s*词|生成日期|有效性|文件状态|失效日期|统一编号|分\s*类)\s*[:：]?\s*(.*)$"
)
#: What follows a separator in a page's title: the site, or a section of it.
_SITE_NAME = re.compile(
    r"^(.{4,200}?)\s{0,9}[-_|｜—－]{1,9}\s{0,9}[^-_|｜—－\d（）()]{0,24}"
    r"(?:网|网站|门户|政府|委员会|委|厅|局|部|办公室|办|平台|公开|政策|文件|频道|栏目|中心|库|公告|通知公告|要闻|动态)"
    r"(?:\s{0,9}[-_|｜—－].*)?$"
)
#: Titles that name the site or the kind of page, not the document.
_NO_TITLE = re.compile(r"(?:网|网站|人民政府|首页|信息公开|公开目录|详情|详细页|正文|内容页|政府公报)$")
#: How many lines at the top and at the end may be the site's.
_HEAD_LINES, _TAIL_LINES = 14, 14
_DATE = re.compile(r"((?:19|20)\d{2})\s*[年\-./]\s*(\d{1,2})\s*[月\-./]\s*(\d{1,2})")


def main_content(root: Any) -> tuple[Any, set[Any]]:
    """The element that holds the document, and elements in it to leave out."""
    body = root.find("body") if root.tag == "html" else root
    body = root if body is None else body
    amounts, hidden = _measure(body)
    current = body
    while True:
        total = amounts.get(current, 0)
        inside = [child for child in current if isinstance(child.tag, str) and child not in hidden]
        best = max(inside, key=lambda c: amounts.get(c, 0), default=None)
        if best is None or not total or amounts.get(best, 0) < total * _MOST or best.tag in ("table", "p", "span"):
            inner = _layout_cell(best, amounts, total) if best is not None and best.tag == "table" else None
            if inner is None:
                break
            best = inner
        current = best
    return current, hidden


def _layout_cell(table: Any, amounts: dict[Any, int], total: int) -> Any | None:
    """The one cell of a table that holds nearly everything, in several blocks; None if there is none."""
    for cell in table.iter("td"):
        if amounts.get(cell, 0) >= total * _MOST and len(cell) >= 3:
            return cell
    return None


def _measure(body: Any) -> tuple[dict[Any, int], set[Any]]:
    """Chinese characters outside links under each element, and the elements that belong to the site."""
    elements = [e for e in body.iter() if isinstance(e.tag, str)]
    unseen: set[Any] = set()
    linked: set[Any] = set()
    for element in elements:
        parent = element.getparent()
        if parent in unseen or (element is not body and is_hidden(element)):
            unseen.add(element)
        if parent in linked or element.tag == "a":
            linked.add(element)
    amounts: dict[Any, int] = {}
    for element in reversed(elements):
        if element in unseen:
            own = 0
        else:
            own = amounts.get(element, 0)
            if element.text and element not in linked:
                own += len(_HAN.findall(element.text))
        amounts[element] = own
        parent = element.getparent()
        if parent is not None and element is not body:
            tail = len(_HAN.findall(element.tail)) if element.tail and parent not in linked else 0
            amounts[parent] = amounts.get(parent, 0) + own + tail
    total = amounts.get(body, 0)
    hidden = {e for e in elements if e is not body and amounts[e] < total * _TOO_MUCH and _is_chrome(e)}
    for element in hidden:
        lost = amounts[element]
        for above in element.iterancestors():
            if above in amounts and above not in hidden:
                amounts[above] -= lost
    return amounts, hidden


def _is_chrome(element: Any) -> bool:
    if element.tag in _CHROME_TAGS or element.get("role") in _CHROME_ROLES:
        return True
    if element.tag in ("p", "span", "td", "tr", "tbody", "table", "font", "b", "strong", "body"):
        return False
    names = (element.get("class") or "") + " " + (element.get("id") or "")
    return any(word.lower() in _CHROME for word in _WORDS.findall(names))


def drop_chrome_blocks(blocks: list[Paragraph | Table]) -> list[Paragraph | Table]:
    """Without the lines and the table of facts that the site puts before and after the document."""
    last = len(blocks) - 1
    kept: list[Paragraph | Table] = []
    for position, block in enumerate(blocks):
        near = position < _HEAD_LINES or last - position < _TAIL_LINES
        if near and isinstance(block, Paragraph) and _is_site_line(block.text):
            continue
        if position < _HEAD_LINES and isinstance(block, Table) and len(_facts_of_rows(block)) >= 3:
            continue
        kept.append(block)
    return kept


def _is_site_line(text: str) -> bool:
    return len(text) <= 160 and bool(_SITE_LINE.match(text.strip(" \u3000\xa0")))


def _facts_of_rows(table: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in table.rows:
        texts = ["".join(cell.paragraphs).strip(" \u3000\xa0") for cell in row]
        position = 0
        while position < len(texts):
            match = _LABELS.match(texts[position])
            if match:
                value = match[2]
                if not value and position + 1 < len(texts):
                    position += 1
                    value = texts[position]
                found[re.sub(r"\s", "", match[1])] = value.strip()
            position += 1
    return found


def page_facts(root: Any) -> dict[str, str | int | float | bool]:
    """文号, date and issuer from the page's table of facts or its meta tags, for plans whose text lacks them."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name, content = (meta.get("name") or "").lower(), (meta.get("content") or "").strip()
        if content and name in ("pubdate", "contentsource"):
            found["发布日期" if name == "pubdate" else "来源"] = content
    cells: list[str] = []
    for element in root.iter("td", "th", "li", "p", "span", "strong", "label", "div"):
        if len(element) > 2 or any(len(child) for child in element):
            continue
        text = collapse("".join(element.itertext()))
        if 2 <= len(text) <= 120:
            cells.append(text.strip(" \u3000\xa0"))
    for position, text in enumerate(cells):
        match = _LABELS.match(text)
        if not match:
            continue
        label = re.sub(r"\s", "", match[1])
        value = match[2] or (cells[position + 1] if position + 1 < len(cells) else "")
        if value and not _LABELS.match(value):
            found.setdefault(label, value.strip())
    facts: dict[str, str | int | float | bool] = {}
    number = found.get("发文字号") or found.get("文号") or ""
    if re.fullmatch(r"[^\s]{1,14}[〔\[（(【]\s*\d{4}\s*[〕\]）)】]\s*第?\s*\d{1,5}\s*号", number):
        facts["number"] = number
    date = _DATE.search(found.get("成文日期") or found.get("发文日期") or found.get("发布日期") or "")
    if date:
        facts["date"] = f"{date[1]}-{int(date[2]):02d}-{int(date[3]):02d}"
    return facts


def page_title(root: Any) -> str:
    """The document's title as the page gives it: ``ArticleTitle``, the only ``h1``, or ``title`` without the site's name."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() in ("articletitle", "title") and meta.get("content"):
            return collapse(str(meta.get("content"))).strip()
    heads = [collapse("".join(e.itertext())).strip() for e in root.iter("h1")]
    heads = [h for h in heads if 6 <= len(h) <= 120]
    if len(heads) == 1:
        return heads[0]
    title = root.find(".//title")
    text = collapse("".join(title.itertext())).strip() if title is not None else ""
    text = text[:300]
    while cut := _SITE_NAME.match(text):
        text = cut[1].strip()
    return text if 6 <= len(text) <= 120 and not _NO_TITLE.search(text) else ""
