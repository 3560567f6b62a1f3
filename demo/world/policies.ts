/** The county's subsidies. `id` is the county's own code in its policy list; names differ per office and year, as they do. */
export type Cycle = 'month' | 'quarter' | 'half_year' | 'year' | 'once';
export type Policy = {
  id: string;
  name: string;
  /** What other offices call it. */
  also: string[];
  department: string;
  basis: string;
  cycle: Cycle;
  audience: string;
  meansTested: boolean;
  perHousehold: boolean;
  stopsInCustody: boolean;
  afterDeathOk: boolean;
  flat: boolean;
  /** 公示天数; notices of a yearly subsidy are row by row. */
  published: boolean;
};

const policy = (
  id: string, name: string, also: string, department: string, cycle: Cycle, audience: string, traits: string, basis: string,
): Policy => ({
  id, name, also: also.split('、'), department, basis, cycle, audience,
  meansTested: traits.includes('困'), perHousehold: traits.includes('户'), stopsInCustody: traits.includes('停'),
  afterDeathOk: traits.includes('后'), flat: traits.includes('定'), published: traits.includes('示'),
});

export const POLICIES = {
  dibao: policy('dibao', '农村最低生活保障金', '低保金、城乡低保、农村低保', '民政局', 'month', '低保家庭', '困户停', '《社会救助暂行办法》'),
  tekun: policy('tekun', '特困人员基本生活费', '特困供养金、特困人员救助供养', '民政局', 'month', '特困人员', '困停定', '《特困人员认定办法》'),
  care: policy('tekun-care', '特困人员照料护理费', '特困照料护理补贴、特困护理费', '民政局', 'month', '半护理和全护理特困人员', '困停', '《特困人员认定办法》'),
  nursing: policy('disability-care', '重度残疾人护理补贴', '重残护理补贴、重度残疾人护理', '民政局', 'month', '一、二级残疾人', '停定', '国发〔2015〕52号'),
  living: policy('disability-living', '困难残疾人生活补贴', '残疾人生活补贴、困难残疾人补贴', '民政局', 'month', '低保家庭中的残疾人', '困停定', '国发〔2015〕52号'),
  elder: policy('elder', '高龄津贴', '老龄津贴、高龄补贴', '民政局', 'month', '80周岁以上老人', '停定', '县政办发〔2019〕12号'),
  orphan: policy('orphan', '孤儿基本生活费', '孤儿生活费、孤儿保障金', '民政局', 'month', '孤儿', '停定', '国办发〔2010〕54号'),
  fertility: policy('fertility', '耕地地力保护补贴', '地力补贴、耕地地力补贴', '农业农村局', 'year', '承包耕地农户', '户示', '财农〔2016〕26号'),
  grain: policy('grain', '实际种粮农民一次性补贴', '种粮补贴、种粮农民补贴', '农业农村局', 'year', '实际种粮户', '户示', '财农〔2022〕13号'),
  forest: policy('forest', '生态公益林补偿', '公益林补偿、森林生态效益补偿', '林业局', 'year', '公益林权利人', '户示', '林资发〔2017〕34号'),
  reservoir: policy('reservoir', '大中型水库移民后期扶持', '水库移民后扶、移民后期扶持', '水利局', 'half_year', '核定登记移民', '定示', '国发〔2006〕17号'),
  ranger: policy('ranger', '生态护林员补助', '护林员补助、生态护林员', '林业局', 'month', '生态护林员', '停定', '林规发〔2016〕171号'),
  planning: policy('family-planning', '计划生育家庭奖励扶助', '计生奖扶、计生奖励扶助金', '卫健局', 'year', '年满60周岁的计生家庭父母', '定示', '国人口发〔2008〕60号'),
  winter: policy('winter-heating', '冬春生活救助', '冬春救助、冬春临时生活困难救助', '应急局', 'once', '冬春生活困难户', '困户示', '《自然灾害救助条例》'),
  student: policy('student-aid', '家庭经济困难学生生活补助', '学生资助、困难学生补助', '教育局', 'half_year', '家庭经济困难学生', '困定示', '财教〔2019〕19号'),
  disaster: policy('disaster-relief', '受灾群众生活救助', '受灾救助、灾害救助', '应急局', 'once', '受灾户', '户示', '《自然灾害救助条例》'),
  house: policy('dilapidated-house', '农村危房改造补助', '危房改造、危改补助', '住建局', 'once', '危房改造户', '户示', '建村〔2021〕35号'),
  machine: policy('machinery', '农机购置与应用补贴', '农机购置补贴、农机补贴', '农业农村局', 'once', '购机者', '后示', '农办计财〔2024〕2号'),
} as const satisfies Record<string, Policy>;
export type PolicyKey = keyof typeof POLICIES;

/** Pairs that may not be drawn for the same month, with the clause that says so. */
export const EXCLUSIONS: readonly [PolicyKey, PolicyKey, string][] = [
  ['tekun', 'dibao', '《特困人员认定办法》第十一条'],
  ['tekun', 'nursing', '国发〔2015〕52号 三(三)'],
  ['tekun', 'living', '国发〔2015〕52号 三(三)'],
  ['orphan', 'dibao', '国办发〔2010〕54号'],
  ['orphan', 'tekun', '国办发〔2010〕54号'],
];

/** Yuan in fen. */
export const RATES = {
  dibao: { A: 56_000, B: 43_000, C: 32_000 },
  tekun: 91_000,
  care: { half: 35_000, none: 70_000 },
  nursing: { 1: 12_000, 2: 8_000 },
  living: 9_000,
  elder: { 80: 5_000, 90: 10_000, 100: 30_000 },
  orphan: 110_000,
  fertilityPerMu: 11_235,
  grainPerMu: 2_150,
  forestPerMu: 1_600,
  reservoir: 30_000,
  ranger: 80_000,
  planning: 96_000,
  winterPerHead: 22_000,
  student: 62_500,
  disaster: 120_000,
} as const;
