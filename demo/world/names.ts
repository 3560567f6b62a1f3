import { weighted, type Chance } from './random.ts';

const SURNAMES =
  '王7.1 李7.0 张6.7 刘5.1 陈4.5 杨3.1 黄2.3 赵2.2 吴2.0 周1.9 徐1.5 孙1.5 马1.3 朱1.3 胡1.2 郭1.2 何1.1 高1.1 林1.1 罗1.0 郑0.9 梁0.9 谢0.8 宋0.7 唐0.7 许0.7 韩0.7 邓0.6 冯0.6 曹0.6 彭0.6 曾0.6 肖0.6 田0.5 董0.5 潘0.5 袁0.5 蔡0.5 蒋0.5 余0.5 于0.4 杜0.4 叶0.4 程0.4 魏0.4 苏0.4 吕0.4 丁0.4 任0.4 卢0.4 姚0.4 沈0.4 钟0.3 姜0.3 崔0.3 谭0.3 陆0.3 范0.3 汪0.3 廖0.3 石0.3 金0.3 韦0.3 贾0.3 夏0.3 付0.3 方0.3 邹0.3 熊0.3 白0.3 孟0.3 秦0.3 邱0.3 侯0.3 江0.3 尹0.2 薛0.2 阎0.2 段0.2 雷0.2 龙0.2 黎0.2 史0.2 陶0.2 贺0.2 毛0.2 郝0.2 顾0.2 龚0.2 邵0.2 覃0.2 武0.2 钱0.2 戴0.2 严0.2 莫0.2 孔0.2 向0.2 常0.1 汤0.1 欧阳0.06 上官0.02 司徒0.02 诸葛0.01';
const drawSurname = weighted(SURNAMES.split(' ').map((s) => [s.replace(/[\d.]/g, ''), Number(s.replace(/[^\d.]/g, ''))] as const));
export const surname = (chance: Chance): string => drawSurname(chance);

/** Given characters by the fashion of a generation: these make the namesakes of a real county (两个王建国). */
const GIVEN: Record<'male' | 'female', readonly [number, string, string][]> = {
  male: [
    [1955, '德福国金玉长明世有永守正文光春天大贵', '福贵才明成山林根发生祥财友田宝全水海'],
    [1980, '建国志新卫永文小红晓庆爱树向学立军永', '军国华平明强民生林东江兵伟峰忠良利波'],
    [2000, '伟磊俊海晓志文永鹏建少小家立浩国振天', '伟强磊涛超勇杰鹏军辉斌波飞龙亮刚健旭'],
    [2100, '子浩宇俊梓嘉一皓文泽明奕睿天思博家承', '轩宇涵豪睿辰杰然博航泽恒洋霖毅熙阳瑞'],
  ],
  female: [
    [1955, '秀桂玉淑兰凤春素菊翠金月贵腊香莲美巧', '英兰珍芳梅香云莲花凤仙菊芝华秀群贞清'],
    [1980, '秀丽小建红桂晓玉春艳爱美云海彩亚新素', '英红芳丽霞梅燕萍玲艳敏琴娟华平珍云兰'],
    [2000, '丽晓婷雪小艳海春思玉文佳莉静娜敏倩慧', '娟婷丽静敏燕娜倩玲丹霞慧琴莹洁媛颖梦'],
    [2100, '梓欣雨诗子思佳语一若心可嘉依晨紫艺静', '涵怡萱妍琪彤桐悦瑶宁馨媛琳珊溪诺朵然'],
  ],
};
/** Characters outside GBK that real offices cannot type, and what older systems print instead. */
const RARE = ['\u{3B22}', '\u{4CAE}', '\u{3FE0}', '\u{20BB7}', '\u{2C1D5}'];

/** A name as its owner writes it. About one in two hundred has a rare character. */
export function personName(chance: Chance, family: string, sex: 'male' | 'female', birthYear: number): string {
  const [, firsts, seconds] = GIVEN[sex].find(([until]) => birthYear < until) as [number, string, string];
  const single = chance.is(birthYear < 1965 ? 0.08 : birthYear < 2000 ? 0.28 : 0.12);
  const second = chance.is(0.004) ? chance.of(RARE) : chance.of([...seconds]);
  return family + (single ? '' : chance.of([...firsts])) + second;
}

const MINORITY_FIRST = ['阿依', '古丽', '扎西', '卓玛', '买买提', '玛依拉', '次仁', '吉克'];
const MINORITY_LAST = ['吐尔逊', '努尔', '顿珠', '央金', '艾山', '热西提', '旺堆', '阿木'];
export const minorityName = (chance: Chance): string => `${chance.of(MINORITY_FIRST)}·${chance.of(MINORITY_LAST)}`;
