"""Projects: every data row fires on its example, and how plans name, list and bound projects."""

from __future__ import annotations

import pytest

from extract.api import extract_text
from extract.components.projects import CONTEXT
from extract.lexicon import rows
from extract.mentions import EntityMention, entities
from extract.pipeline import build_pipeline, run
from extract.readers import read_text

ENABLED = ("plankg_regions", "plankg_documents", "plankg_organizations", "plankg_projects")


@pytest.fixture(scope="module")
def nlp():
    from extract.pipeline import COMPONENTS

    return build_pipeline(disable=[name for name in COMPONENTS if name not in ENABLED])


def found(nlp, text: str) -> list[EntityMention]:
    return entities(run(nlp, read_text(text)), "Project")


def names(nlp, text: str) -> list[str]:
    return [m.name for m in found(nlp, text)]


def mode(nlp, text: str) -> str:
    doc = run(nlp, read_text(text))
    (project,) = entities(doc, "Project")
    return doc.user_data[CONTEXT][project.start, project.end].mode


@pytest.mark.parametrize("file", ["project_heads.csv", "project_triggers.csv"])
def test_every_row_fires_on_its_example(nlp, file):
    failed = []
    for row in rows(file):
        got = names(nlp, row["example"])
        if (row["name"] not in got) if row["name"] else got:
            failed.append((row["id"], row["example"], got))
    assert not failed


def test_stop_rows_hold_on_their_examples(nlp):
    failed = []
    for row in rows("project_stops.csv"):
        got = names(nlp, row["example"])
        if row["kind"] in ("generic", "name"):
            wrong = bool(got)
        else:
            wrong = row["kind"] in ("actor", "thing", "scope") and "农机调度指挥平台" not in got
        if wrong:
            failed.append((row["id"], row["example"], got))
    assert not failed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("实施高标准农田建设工程。", ["高标准农田建设工程"]),
        ("实施主要经济作物全程机械化推进行动。", ["主要经济作物全程机械化推进行动"]),
        ("支持龙头企业牵头建设智能体开源平台。", ["智能体开源平台"]),
        ("加快推进农村集体产权制度改革试点。", ["农村集体产权制度改革试点"]),
        ("建设面向5G网络的车路协同应用示范区。", ["车路协同应用示范区"]),
        ("建设集展示、交易、服务于一体的开放式版权交易平台。", ["开放式版权交易平台"]),
        ("建设网上图书馆、博物馆、文化馆。", ["网上图书馆", "网上博物馆", "网上文化馆"]),
        ("建设现代农业产业园、农业科技园区、返乡创业园。", ["现代农业产业园", "农业科技园区", "返乡创业园"]),
        ("加快“湖北教育云”建设。", ["湖北教育云"]),
        ("推进国家“芯火”平台建设。", ["国家芯火平台"]),
        ("实施“雪亮”“天网”工程。", ["雪亮工程", "天网工程"]),
        ("开展增品种、提品质、创品牌“三品”专项行动。", ["增品种、提品质、创品牌三品专项行动"]),
        ("推进西延高铁、西十高铁等重大项目建设。", ["西延高铁", "西十高铁"]),
        ("实施省、市、县级区域健康信息平台工程。", ["区域健康信息平台工程"]),
        ("建设10个农业物联网应用示范基地。", ["农业物联网应用示范基地"]),
        ("在粮食主产区创建一批整建制示范县（场）。", ["整建制示范县（场）"]),
        ("允许船员从事远洋渔业基地岗位工作，统筹建设国家远洋渔业基地。", ["国家远洋渔业基地"]),
        ("积极稳妥地在灌区推广农业水价综合改革试点。", ["农业水价综合改革试点"]),
        ("依托“云上课堂”“书香校园”等平台开设课程。", ["云上课堂", "书香校园"]),
        ("打造“船政云”渔业信息平台。", ["船政云渔业信息平台"]),
        ("实施渠道防渗改造、泵站更新改造项目。", ["渠道防渗改造项目", "泵站更新改造项目"]),
        ("实施中国特色水产学校和专业建设计划。", ["中国特色水产学校和专业建设计划"]),
        ("总结评估试点，密切跟踪试点，落实改造项目。", []),
        ("对目录进行动态管理。", []),
        ("允许保险公司试点船舶保险直接理赔。", []),
    ],
)
def test_names(nlp, text, expected):
    assert names(nlp, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # verbs and words in front
        ("推进国家实验室建设，重组农机重点实验室。", ["国家实验室", "农机重点实验室"]),
        ("支持华农大学建设作物认知全国重点实验室。", ["作物认知全国重点实验室"]),
        ("扩大耕地质量保护试点。", ["耕地质量保护试点"]),
        ("组织实施好新农人培训计划、良种工程等。", ["新农人培训计划", "良种工程"]),
        ("建设若干具有示范带动作用的高水平农机产教融合实训基地。", ["高水平农机产教融合实训基地"]),
        ("打造“一站办理”、“一次办好”的综合服务平台。", ["综合服务平台"]),
        ("建立省乡村工匠大师库。", ["省乡村工匠大师库"]),
        ("深入开展扫黄打非专项斗争。", ["扫黄打非专项斗争"]),
        ("平川农机园区建设项目一期及一体化调度平台等开始建设。", ["平川农机园区建设项目一期", "一体化调度平台"]),
        ("坚持深化农村改革与加快现代农业示范区建设有机结合。", ["现代农业示范区"]),
        # lists
        ("实施四大工程（良种选育、良田建设、良机推广），带动农民增收。",
         ["良种选育工程", "良田建设工程", "良机推广工程"]),
        ("实施产业园区提质、良种繁育推广、冷链设施完善等三大专项行动。",
         ["产业园区提质专项行动", "良种繁育推广专项行动", "冷链设施完善专项行动"]),
        ("总结家庭医生制和全科医生制试点经验。", ["家庭医生制试点", "全科医生制试点"]),
        ("开工建设安新高铁、平湖大桥、双河供水一期工程等重点项目。", ["双河供水一期工程", "安新高铁", "平湖大桥"]),
        ("继续实施沿黄防护林体系建设等林业重点工程。", ["沿黄防护林体系建设工程"]),
        ("推进高效节水灌溉、农村路网等重大工程建设。", []),
        ("依托中国农机信息网、国家农机试验平台开展服务。", ["中国农机信息网", "国家农机试验平台"]),
        ("推进安州抽水蓄能电站、平湖风力发电等电源项目建设。", ["安州抽水蓄能电站", "平湖风力发电"]),
        ("加快安新高铁、平双铁路（安州至双河段）建设。", ["安新高铁", "平双铁路"]),
        ("打造“稻香云”“渔港智算云”等省级云平台。", ["稻香云", "渔港智算云"]),
        ("开展“百企联百村”行动和“农技员倍增计划”。", ["百企联百村行动", "农技员倍增计划"]),
        ("建成1个农机维修示范点和2个区域性冷链集散中心。", ["区域性冷链集散中心"]),
        ("建立全省统一的工程建设项目审批管理系统。", ["工程建设项目审批管理系统"]),
        ("完善农产品数据归集共享平台。", ["农产品数据归集共享平台"]),
        ("在农垦区试点实施大型农机报废更新。", []),
        ("支持各县、区等地建设粮食仓储保障工程。", ["粮食仓储保障工程"]),
        ("打造安州“农机数谷”，建设平湖粮油加工中心。", ["农机数谷", "平湖粮油加工中心"]),
        ("利用遥感、物联网等技术提升墒情监测系统能力。", ["墒情监测系统"]),
        ("推进安州粮食储运基地、平湖公路大桥二期等工程。", ["安州粮食储运基地", "平湖公路大桥二期"]),
        ("推进排灌渠道等老化更新改造项目。", []),
        ("实施“平湖月嫂”“双河厨师”等劳务品牌培育计划。", ["劳务品牌培育计划"]),
        ("建设农业企业孵化器和中试基地。", []),
        ("开展根治拖欠农资货款春季专项行动。", ["根治拖欠农资货款春季专项行动"]),
        ("实施降低农户融资成本行动。", ["降低农户融资成本行动"]),
        ("建设盐碱地综合利用技术创新中心。", ["盐碱地综合利用技术创新中心"]),
        ("推进平湖高速公路改扩建（安州段）工程建设。", ["平湖高速公路改扩建（安州段）工程"]),
        ("支持安州新区、平湖起步区建设粮食产业示范区。", ["粮食产业示范区"]),
        ("全县有国家工程技术研究中心2个、国家农机重点实验室1个。", ["国家工程技术研究中心", "国家农机重点实验室"]),
        ("避免重复建设农机信息系统。", []),
        ("推进向阳坝灌区一期、平湖水库及灌区等大中型水利工程。", ["向阳坝灌区一期", "平湖水库"]),
        ("加快引安济平、双河供水二期等重大引调水工程前期工作。", ["引安济平", "双河供水二期"]),
        ("建立与全国农机市场衔接的农机产权交易平台。", ["农机产权交易平台"]),
        ("建设草原防灭火“天眼”监测系统。", ["草原防灭火天眼监测系统"]),
        # no names
        ("完成“十四五”规划和攻坚行动目标任务。", []),
        ("在种植、养殖、加工等领域开展试点。", []),
        ("按照时间表完成专项行动。", []),
        ("完善综合运输大通道、综合交通枢纽和物流网络。", []),
        ("优化仓储和输送通道布局。", []),
        ("引进一批旗舰型文旅项目。", []),
        ("建设一批特色物流园区。", []),
        ("把全县打造成全国重要的果蔬基地，农产品物流中心，西部特色食品基地。", []),
        ("推动平川县成为全国优质小麦生产基地。", []),
    ],
)  # fmt: skip
def test_names_from_first_contact(nlp, text, expected):
    assert sorted(names(nlp, text)) == sorted(expected)


def test_a_plan_named_by_its_title_is_no_project_of_itself(nlp):
    text = "落实《平川县建设果蔬强县三年行动计划（2023—2025年）》，推进果蔬强县三年行动计划实施。"
    assert names(nlp, text) == []


def test_with_and_without_its_level_one_project(nlp):
    assert {m.key for m in found(nlp, "组建省级农机交易平台。依托农机交易平台开展服务。")} == {("CN", "农机交易平台")}


@pytest.mark.parametrize(
    "text",
    [
        "建设一批平台。",
        "推进重点项目建设。",
        "该项目总投资10亿元。",
        "坚持系统观念，强化系统治理。",
        "大力发展平台经济。",
        "培养工程技术人才。",
        "以经济建设为中心。",
        "支持企业上云用云，发展云计算。",
        "根据《乡村建设行动实施方案》执行。",
        "不得新建超大型算力中心。",
        "加强社区卫生服务中心管理。",
        "按照工作计划完成年度任务。",
    ],
)
def test_no_project(nlp, text):
    assert names(nlp, text) == []


def test_places_in_front_only_place(nlp):
    (project,) = found(nlp, "加快建设广州、深圳国家级文化和科技融合示范基地。")
    assert project.name == "国家级文化和科技融合示范基地"
    assert "文化和科技融合示范基地" in project.aliases
    assert names(nlp, "建设广东公共文化云平台。") == ["广东公共文化云平台"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建设农机作业调度平台。", "order"),
        ("推动农机作业调度平台建设。", "order"),
        ("对接国家农机作业平台。", "lean"),
        ("推动与国家农机作业平台互联互通。", "lean"),
        ("已建成省级农机作业平台。", "report"),
        ("建设面向农户的农机作业调度平台。", "order"),
    ],
)
def test_what_the_passage_does_with_it(nlp, text, expected):
    assert mode(nlp, text) == expected


def test_namesakes_of_two_provinces_are_two_and_state_names_one():
    def ids(title: str) -> dict[str, str]:
        graph = extract_text(f"{title}\n一、重点任务\n（一）建设平台。\n建设省应急指挥平台，对接国家应急指挥平台。\n")
        return {n.name: n.id for n in graph.nodes("Project")}

    one, two = ids("湖南省应急体系建设规划"), ids("陕西省应急体系建设规划")
    assert one["省应急指挥平台"] != two["省应急指挥平台"]
    assert one["国家应急指挥平台"] == two["国家应急指挥平台"]


def test_ways_to_write_one_project_are_one_node():
    graph = extract_text(
        "湖南省应急体系建设规划\n一、重点任务\n（一）建设平台。\n建设湖南省应急指挥平台。依托省应急指挥平台开展演练。\n"
    )
    (project,) = graph.nodes("Project")
    assert project.name == "湖南省应急指挥平台"
    assert {"省应急指挥平台", "应急指挥平台"} <= set(project.aliases)


@pytest.mark.parametrize("unit", ["建设平台和", "工程", "“项目", "农业示范基地、", "推进推动建设", "（省", "广州、"])
def test_names_stay_short_in_lines_without_marks(nlp, unit):
    assert all(len(m.name) <= 80 for m in found(nlp, unit * 3000 + "平台"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # alike and right behind one verb: each member
        ("实施数字农业、智慧水利示范工程。", ["数字农业示范工程", "智慧水利示范工程"]),
        ("推进城市内涝治理、管网改造工程。", ["城市内涝治理工程", "城市管网改造工程"]),
        ("推进国土绿化、矿山生态保护和修复工程。", ["国土绿化工程", "矿山生态保护和修复工程"]),
        ("推进三江源、大熊猫和武夷山国家公园建设。", ["三江源国家公园", "大熊猫国家公园", "武夷山国家公园"]),
        ("建设武陵山、大别山等国家公园。", ["武陵山国家公园", "大别山国家公园"]),
        # other things: the last alone
        ("促进纺织业转型升级、企业节能改造和纺织业公共服务平台建设。", ["纺织业公共服务平台"]),
        ("继续实施通行费优惠、公路差异化收费试点等措施。", ["公路差异化收费试点"]),
        ("通过走访农户、担任顾问、结对帮扶项目等方式服务乡村。", []),
        # one modifier: one project
        ("实施油菜、大豆两大作物收入保险试点。", ["油菜、大豆两大作物收入保险试点"]),
        ("实施食品、药品安全专项行动。", ["食品、药品安全专项行动"]),
    ],
)
def test_a_list_in_front_of_a_head(nlp, text, expected):
    assert sorted(names(nlp, text)) == sorted(expected)


def test_the_joint_form_is_another_name_of_the_first_member(nlp):
    first, second = found(nlp, "实施数字农业、智慧水利示范工程。")
    assert "数字农业、智慧水利示范工程" in first.aliases and "数字农业、智慧水利示范工程" not in second.aliases


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what is carried out, not what is charged, bettered or leant on
        ("规范银行服务项目，降低港口收费项目标准。", []),
        ("建设安州渡槽加固项目。", ["安州渡槽加固项目"]),
        # bodies that act or host
        ("基于国家气象中心数据开展预报。", []),
        ("支持安州粮食交易中心在平湖建设农产品定价中心。", ["农产品定价中心"]),
        ("推动遥感数据落地平湖实验室。", []),
        # words that sum a list up
        ("发挥好中国农机博览会等重要展会平台作用。", []),
        ("逐步形成粮食主产区、林业功能区三大空间格局。", []),
        ("发展大型拖拉机、深海养殖平台、采摘机器人等高技术产品。", []),
        # wholes, routes, any of a kind
        ("建立完善的农田排灌工程体系。", []),
        ("畅通智力、技术、管理下乡通道。", []),
        ("打通港口、货代等多个异构系统。", []),
        ("确保农田排水系统与河道衔接。", []),
        ("落实具体工程建设任务。", []),
        # names of their own
        ("组织开展“农机知识进万家”活动。", ["农机知识进万家活动"]),
        ("组织开展农机培训活动。", []),
        ("深入推进“粮食大脑”建设。", ["粮食大脑"]),
        ("开发农机维修预约小程序。", ["农机维修预约小程序"]),
        ("实施东平湖、南四湖等水生态环境整治工程。", ["水生态环境整治工程"]),
        ("建立推广甘肃农机专递系统。", ["甘肃农机专递系统"]),
        ("完善省市级电子证照库。", ["电子证照库"]),
    ],
)
def test_what_counts_where_it_stands(nlp, text, expected):
    assert sorted(names(nlp, text)) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("加快轨道交通建设，建成3号线一期、平湖快线。", ["3号线一期", "平湖快线"]),
        ("完善轨道线网，推进安平线及东延伸、双河联络线建设。", ["安平线", "安平线东延伸", "双河联络线"]),
        ("推进铁路岸线建设，建设智能生产线。", []),
        ("建设安平线。", []),
    ],
)
def test_lines_of_rail(nlp, text, expected):
    assert sorted(names(nlp, text)) == sorted(expected)


def test_two_spellings_of_one_project(nlp):
    text = "开展农机示范工程建设。以乡镇为载体开展农机示范性工程建设。"
    assert len({m.key for m in found(nlp, text)}) == 1


def test_a_body_that_is_built_is_a_project():
    graph = extract_text("甘肃省科技创新规划\n一、主要任务\n（一）强化科技力量。\n加快建设鹏城实验室。\n")
    assert [n.name for n in graph.nodes("Project")] == ["鹏城实验室"]
    graph = extract_text("甘肃省科技创新规划\n一、主要任务\n（一）强化科技力量。\n依托鹏城实验室开展研究。\n")
    assert not list(graph.nodes("Project"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推进包容审慎监管试点。", {"包容审慎监管试点"}),
        ("开展技术成果主动公开许可试点。", {"技术成果主动公开许可试点"}),
        ("建成重点水库大坝实时监控系统。", {"重点水库大坝实时监控系统"}),
        ("优化完善直达渔船数据监控系统功能。", {"直达渔船数据监控系统"}),
        ("开展证照事项告知承诺制试点。", {"证照事项告知承诺制试点"}),
        ("引导渔民全过程参与项目。", set()),
        ("编制下达全省林地利用计划。", {"林地利用计划"}),
        (
            "建设渔政执法监管系统、突发事件应急模拟训练场以及水质在线监测平台。",
            {"渔政执法监管系统", "突发事件应急模拟训练场", "水质在线监测平台"},
        ),
        ("建成核与辐射安全监测研发基地。", {"核与辐射安全监测研发基地"}),
    ],
)
def test_verbs_inside_a_compound_noun_do_not_cut_the_name(nlp, text, expected):
    assert set(names(nlp, text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("开展渔港违建问题专项整治。", {"渔港违建问题专项整治"}),
        ("实施信用监督评价和账款拖欠问题专项治理。", {"账款拖欠问题专项治理"}),
        ("制定渔港违建问题专项整治方案。", set()),
        ("对渔港违建问题专项整治情况进行通报。", set()),
        ("深入开展专项治理。", set()),
    ],
)
def test_campaigns_count_where_they_are_carried_out_and_named(nlp, text, expected):
    assert set(names(nlp, text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "新建涉危化品建设项目，严格执行环评制度。",
        "试点单位对本地区试点总体情况进行总结。",
        "严格规范计划制定、名单抽取等程序。",
        "实施精细化工园区、铸造基地废气综合整治。",
        "配置具有吸引力的事业发展平台。",
        "充分运用区块链、卫星定位系统等信息技术。",
    ],
)
def test_objects_of_rules_and_technologies_are_no_projects(nlp, text):
    assert not names(nlp, text)


def test_pilots_quoted_in_pairs_are_two(nlp):
    expected = {"进港货物船边直提试点", "出港货物抵港直装试点"}
    assert set(names(nlp, "开展进港货物“船边直提”和出港货物“抵港直装”试点。")) == expected


def test_a_platform_whose_quality_is_raised_is_leant_on(nlp):
    assert names(nlp, "提高渔船证书网上核验系统数据更新频率。") == ["渔船证书网上核验系统"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("配套建设渔船演练系统、海上救援模拟训练场。", {"渔船演练系统", "海上救援模拟训练场"}),
        ("开展“免罚清单”、首违提醒等包容审慎监管试点。", {"包容审慎监管试点"}),
        ("开展多年未转化的渔业成果主动公开许可试点。", {"渔业成果主动公开许可试点"}),
        ("推进养殖工船的示范应用和试点。", set()),
    ],
)
def test_verbs_in_later_members_and_pilots(nlp, text, expected):
    assert set(names(nlp, text)) == expected
