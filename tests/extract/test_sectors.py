"""Fields: the lexicon's rows fire, words that only look like fields do not, endings, lists and leads."""

from __future__ import annotations

import pytest

from extract.businesses import business_fields
from extract.fields import lexicon_fields
from extract.lexicon import rows
from extract.mentions import EntityMention, entities
from extract.pipeline import COMPONENTS, build_pipeline, run
from extract.readers import read_text

ENABLED = ("plankg_regions", "plankg_documents", "plankg_organizations", "plankg_projects", "plankg_sectors")


@pytest.fixture(scope="module")
def nlp():
    return build_pipeline(disable=[name for name in COMPONENTS if name not in ENABLED])


HEAD = "湖南省重点工作规划\n一、重点任务\n"


def found(nlp, text: str) -> list[EntityMention]:
    return entities(run(nlp, read_text(HEAD + text)), "Sector")


def names(nlp, text: str) -> list[str]:
    return [m.name for m in found(nlp, text)]


def test_the_lexicon_is_broad_and_every_row_fires_on_its_example():
    table = rows("sectors.csv")
    assert len(table) >= 1500
    assert len({row["id"] for row in table}) == len(table)
    assert {row["kind"] for row in table} == {"industry", "field", "technology"}
    failed = [r["name"] for r in table if r["name"] not in {f.name for f in lexicon_fields(r["example"])}]
    assert not failed


def test_aliases_lead_to_the_name():
    for row in rows("sectors.csv"):
        for alias in filter(None, row["aliases"].split("|")):
            assert row["name"] in {f.name for f in lexicon_fields(f"发展{alias}，")}, alias


def test_stop_rows_hold_on_their_examples():
    for row in rows("sector_stops.csv"):
        if row["side"] == "phrase":
            for phrase in row["others"].split():
                assert row["word"] not in {f.name for f in lexicon_fields(phrase + "，")}, phrase


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推动AI与制造业融合。", ["人工智能", "制造业"]),
        ("推广电子客票。", []),
        ("加快数字化工程建设。", []),
        ("货物流通更加顺畅。", []),
        ("促进平台经济规范健康发展。", ["平台经济"]),
        ("壮大农机装备产业。", ["农机装备"]),
        ("推动生物经济和银发经济发展。", ["生物经济", "银发经济"]),
        ("港口、海关、金融等数据处于前列。", []),
        ("软件业务收入增长10%。", []),
        ("推进数字化转型和融合发展。", []),
    ],
)
def test_words(nlp, text, expected):
    assert names(nlp, text) == expected


def test_industries_by_their_ending_have_a_clean_left_edge(nlp):
    (sector,) = found(nlp, "加快培育壮大智能门锁产业，")
    assert (sector.name, sector.aliases) == ("智能门锁产业", ("智能门锁",))
    assert names(nlp, "支持玻璃纤维制造业企业发展。") == ["玻璃纤维制造业"]
    assert names(nlp, "培育特色优势产业和主导产业，带动就业创业。") == []


def test_the_base_of_an_industry_is_the_same_field(nlp):
    sectors = found(nlp, "发展智能门锁产业。智能门锁品牌不断壮大。")
    assert {m.name for m in sectors} == {"智能门锁产业"}
    assert len(sectors) == 2


def test_members_of_a_closed_list_of_fields(nlp):
    got = names(nlp, "聚焦视觉语言模型、数据合成仿真等前沿领域，")
    assert got == ["视觉语言模型", "数据合成仿真"]
    assert "生活辅助" in names(nlp, "发展宠物托管、生活辅助等智慧服务消费。")


def test_a_lead_in_a_box_is_a_field(nlp):
    text = "专栏1 数字生活工程\n智慧宠物。建设宠物信息登记平台，方便居民办理登记。\n组织保障。加强统筹协调，落实各项任务要求。\n"
    assert [m.name for m in found(nlp, text) if m.rule == "sector.lead"] == ["智慧宠物"]


def test_a_users_lexicon_counts(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("label,name,aliases,kind\nSector,竹藤家居,竹家居,industry\n", "utf-8")
    nlp = build_pipeline(lexicon=path)
    (sector,) = entities(run(nlp, read_text(HEAD + "做大做强竹家居。")), "Sector")
    assert (sector.name, sector.properties) == ("竹藤家居", {"kind": "industry"})


def test_endings_of_businesses_fire_on_their_examples():
    failed = []
    for row in rows("sector_endings.csv"):
        got = {row["example"][a:b] for a, b, _ in business_fields(row["example"])}
        if row["name"] not in got:
            failed.append((row["id"], row["example"], got))
    assert not failed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支持企业开展冷冻水产品保税仓储。", {"冷冻水产品保税仓储"}),
        ("开展深海装备检测和海上平台维修业务。", {"深海装备检测", "海上平台维修"}),
        ("开展海上溢油监控业务。", {"海上溢油监控业务"}),
        ("各级人民政府、卫生健康部门、医疗卫生机构抓好落实。", set()),
        ("为汽车、摩托车等体育器材出入境提供便利。", set()),
        ("支持其积极开展产业研究。", set()),
    ],
)
def test_businesses_and_what_is_none(nlp, text, expected):
    assert set(names(nlp, text)) == expected


def test_a_place_in_front_is_no_part_of_a_field(nlp):
    assert names(nlp, "发展长沙竹编工艺产业。") == ["竹编工艺产业"]


@pytest.mark.parametrize("unit", ["汽车和", "、船舶与", "开展竹编仓储", "和和和汽车"])
def test_long_lists_stay_linear(nlp, unit):
    assert isinstance(names(nlp, unit * 3000), list)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("汇集3000多个行业案例。", []),
        ("遴选6个试点行业，形成一套行业案例。", []),
        ("训练竹编家具行业工匠。", ["竹编家具行业"]),
        ("培育百亿级竹编融合产业集群。", ["竹编融合产业"]),
        ("对标一流产业园，做强5大重点产业。", []),
        ("推动中国制造业企业走出去。", ["制造业"]),
        ("促进区块链、物联网等同各行业结合。", ["区块链", "物联网"]),
    ],
)
def test_what_stands_in_front_of_an_industry_is_no_part_of_it(nlp, text, expected):
    assert names(nlp, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "严守生态保护红线。",
        "完善农村物流网络。",
        "加强水资源优化配置。",
        "宣传政务诚信典型。",
        "提高审批水能力建设要求。",
        "压减直播稻种植。",
        "社会消费品零售总额增长6%。",
        "擦亮营商环境服务窗口。",
        "提升内外贸一体化水平。",
    ],
)
def test_a_word_that_only_qualifies_another_is_no_field(nlp, text):
    assert names(nlp, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发展物流、旅游，壮大能源企业。", {"物流", "旅游", "能源"}),
        ("完善县域物流网络。推动物流发展。", {"物流"}),
        ("（一）推进智慧交通网络建设\n推进各项工作。\n", {"智慧交通"}),
    ],
)
def test_a_word_left_alone_by_its_neighbours_is_a_field(nlp, text, expected):
    assert expected <= set(names(nlp, text))


def test_a_counted_list_names_its_members(nlp):
    got = names(nlp, "重点发展山地果蔬机械、智能门锁、竹编家具3大特色产业集群。")
    assert got == ["山地果蔬机械", "智能门锁", "竹编家具"]


def test_members_of_a_list_of_services(nlp):
    got = names(nlp, "开发森林康养体验、星空观测游憩、户外养生等服务。")
    assert got == ["森林康养体验", "星空观测游憩", "户外养生"]
    assert names(nlp, "严厉整治惠企补贴、工程招投标等领域的腐败问题。") == []


def test_products_and_trades_of_one_base_are_one_field(nlp):
    sectors = found(nlp, "依托竹编家具产业优势，建设竹编家具行业数据集。")
    assert {m.name for m in sectors} == {"竹编家具产业"}
    assert len(sectors) == 2


def test_an_enterprises_short_name_is_no_part_of_a_field(nlp):
    text = "由欣禾信息科技有限公司建设，用于支撑欣禾竹编家具行业资讯服务。"
    assert [m.name for m in found(nlp, text) if "竹编" in m.name] == ["竹编家具行业"]


def test_items_that_are_nouns_beside_known_fields_are_fields(nlp):
    text = "（一）交通运输。汇聚有关资料。\n（二）医疗健康。汇聚有关资料。\n（三）宠物照护。汇聚有关资料。\n"
    assert "宠物照护" in names(nlp, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("围绕纺织、竹伞、钟表等传统优势产业，", ["纺织", "竹伞", "钟表"]),
        ("发展竹编研学、竹艺展销、竹林露营全产业链。", ["竹编研学", "竹艺展销", "竹林露营"]),
        ("开展高品质竹林研学业务。", ["竹林研学业务"]),
        ("建设竹林研学目的地。", []),
        ("2023年长沙竹编家具产业产值增长8%。", ["竹编家具产业"]),
        ("做强新一代竹编家具产业。", ["新一代竹编家具产业"]),
        ("落实《意见》（湘发改产业〔2021〕18号）要求。", []),
    ],
)
def test_edges_of_businesses_and_industries(nlp, text, expected):
    assert names(nlp, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("会同公安、交通、消防等部门查处。", []),
        ("支持保险、证券等金融机构创新产品。", []),
        ("完善乡村快递服务网络。", []),
        ("聚焦新一代竹炭电池、竹基复合材料等关键领域，", ["新一代竹炭电池", "竹基复合材料"]),
        ("推动钢铁、竹编、焦化等行业改造。", ["钢铁", "竹编", "焦化"]),
        ("推进智慧戏曲建设。", ["智慧戏曲"]),
        ("发展竹笋精深加工，", ["竹笋精深加工"]),
    ],
)
def test_lists_of_bodies_and_of_trades(nlp, text, expected):
    assert names(nlp, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "让群众在居住、医疗、出行方面更方便，",
        "完善停车、养老、充电等配套设施。",
        "办好供水、通信、供暖等民生实事。",
    ],
)
def test_what_is_only_told_of_daily_life_gives_no_industry_by_a_list(nlp, text):
    assert not [m.name for m in found(nlp, text) if m.rule == "sector.list"]


@pytest.mark.parametrize(
    ("text", "name", "other"),
    [
        ("扩大金融开放。\n提高金融服务水平。", "金融", "金融服务"),
        ("扩大金融业开放。\n完善金融服务。", "金融", "金融服务"),
        ("推动公共文化发展。\n完善公共文化服务。", "公共文化", "公共文化服务"),
    ],
)
def test_a_trade_and_its_service_are_one_field_where_a_plan_names_both(nlp, text, name, other):
    by_name = {m.name for m in found(nlp, text)}
    assert name in by_name or other in by_name
    assert not {name, other} <= by_name
    kept = name if name in by_name else other
    assert any({name, other} - {kept} <= set(m.aliases) for m in found(nlp, text) if m.name == kept)


def test_a_service_alone_keeps_its_name(nlp):
    assert names(nlp, "发展金融服务。") == ["金融服务"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("加快本土茶叶机械产业培育。", ["茶叶机械产业"]),
        ("推动大宗尾矿综合利用产业规模化发展。", ["大宗尾矿综合利用产业"]),
        ("优化重点地区重点行业布局。", []),
        ("在新型工业化产业基地开展评价。", []),
        ("加强长三角产业协作。", []),
        ("形成多层次家政服务市场。", ["家政服务"]),
        ("形成独特服务模式。", []),
    ],
)
def test_names_of_trades_begin_where_a_word_does_and_with_what_tells_them_apart(nlp, text, expected):
    assert names(nlp, text) == expected


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("督促航空口岸降低收费。", "航空"),
        ("发放失业保险金。", "失业保险"),
        ("划定生态保护红线。", "生态保护"),
        ("报人力资源社会保障部门备案。", "人力资源社会保障"),
        ("落实农业转移人口待遇。", "农业"),
    ],
)
def test_a_word_that_only_qualifies_its_neighbour_is_no_field(nlp, text, absent):
    assert absent not in names(nlp, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [("建设智慧水务系统。", "智慧水务"), ("发展中医药事业。", "中医药"), ("应用遥感技术。", "遥感")],
)
def test_a_word_that_its_neighbour_leaves_alone_is_one(nlp, text, name):
    assert name in names(nlp, text)


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("在第八代计算、仿生纤维、氢能、合成生物学、区块链等方面加强攻关。", ["第八代计算", "仿生纤维"]),
        ("发展家政服务、餐饮服务、宠物寄养等多样化生活服务。", ["宠物寄养"]),
        ("钢铁、造纸、陶瓷釉料等高耗能行业率先达标。", ["陶瓷釉料"]),
        ("围绕制造、医疗、教育、金融等领域应用。", ["制造业"]),
    ],
)
def test_any_noun_may_say_what_the_members_of_a_list_are(nlp, text, members):
    assert [m.name for m in found(nlp, text) if m.rule == "sector.list"] == members


@pytest.mark.parametrize(
    "text",
    [
        "促进旅游与网络深度结合、加快机床升级、支持快递企业发展等方面，",
        "重点打造具有规模优势、工贸深度互促、前景广阔的五大重点产业。",
        "培育种粮大户、粮食合作社、农机公司等新型服务主体。",
        "打造山城数谷、江湾软件港等重点产业平台。",
        "归集尺寸、色彩、面料等20余个维度行业数据。",
    ],
)
def test_lists_of_orders_traits_bodies_and_places_are_no_fields(nlp, text):
    assert not [m.name for m in found(nlp, text) if m.rule == "sector.list"]


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("在政府采购、矿产开采、工程建设等领域推行电子保函。", ["政府采购", "工程建设"]),
        ("在海关、公积金、邮政等服务领域推广电子印章。", ["海关", "公积金"]),
        ("推动公共交通、河道管理、医疗卫生等公共服务领域数据开放。", ["公共交通", "河道管理"]),
        ("在民宿、餐饮等服务性行业推广环保用品。", ["民宿", "餐饮"]),
        (
            "推进海洋科学与深海装具、土壤科学与耕地养护、量子通信等领域研究。",
            ["海洋科学与深海装具", "土壤科学与耕地养护"],
        ),
        ("布局超导电网、仿生视觉等战略前沿技术研究。", ["超导电网", "仿生视觉"]),
        ("推动竹木涂装和瓦楞印刷行业废气治理。", ["竹木涂装", "瓦楞印刷行业"]),
        ("重点领域包括物流、养老、竹编装帧和餐饮。", ["物流", "养老", "竹编装帧", "餐饮"]),
        ("高耗水行业（纺织、造纸、竹浆漂洗）要节水。", ["纺织", "造纸", "竹浆漂洗"]),
        ("支持发展融资租赁业务。", ["融资租赁"]),
        ("探索发展仓单质押保险。", ["仓单质押保险"]),
    ],
)
def test_members_of_lists_in_every_form(nlp, text, members):
    assert set(members) <= set(names(nlp, text))


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("强化市场监管和环保执法。", "市场监管"),
        ("改进预算、审计和资产管理办法。", "审计"),
        ("对流域内自然资源开展调查。", "自然资源"),
        ("通过担保、调解、仲裁等方式化解矛盾。", "仲裁"),
        ("以产品、车辆、船舶等动产担保融资。", "船舶"),
        ("发展改革、教育、公安、统计等价格监管领域有关部门要加强协同。", "发展改革"),
        ("检查涉及质量、公共利益等领域。", "公共利益"),
        ("向社会公开测试服务项目。", "社会公开测试"),
        ("聚焦制约产业发展的短板。", "制约产业"),
        ("高污染、高环境风险行业要先行整改。", "高环境风险行业"),
        ("加强爱国主义教育。", "教育"),
        ("在工业集聚区建设管网。", "工业"),
    ],
)
def test_work_of_offices_means_and_convictions_are_no_fields(nlp, text, absent):
    assert absent not in names(nlp, text)


def test_the_work_of_an_office_is_a_field_in_a_list_of_fields_or_before_the_word(nlp):
    assert {"市场监管", "民政"} <= set(names(nlp, "推进公安、民政、市场监管等领域的高频事项。"))
    assert "市场监管" in names(nlp, "在市场监管领域推行抽查。")
