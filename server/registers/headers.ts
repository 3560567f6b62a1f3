/** A header with everything taken off that departments vary without meaning anything: width, case, blanks, marks, numbering, "必填". */
export function foldHeader(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^\s*[(（]?\d+[)）.、]\s*/u, '')
    .replace(/[(（[【](?:必填|选填|可选|required|optional|18位|18位数|文本|不含逗号|样例|必须|yyyy.*?|可不填)[)）\]】]/gu, '')
    .replace(/[\p{P}\p{S}\p{Z}\p{Cf}\s]/gu, '');
}

/** Header nouns that mean the same wherever they end a header: 户主身份证号 and 户主公民身份号码. The first of a group stands for all. */
export class Thesaurus {
  readonly #heads = new Map<string, string>();
  readonly #longest: number;

  constructor(groups: readonly (readonly string[])[]) {
    for (const [first, ...others] of groups.map((group) => group.map(foldHeader)))
      for (const other of [first!, ...others]) this.#heads.set(other, first!);
    this.#longest = Math.max(0, ...[...this.#heads.keys()].map((word) => word.length));
  }

  /** The header with its last noun replaced by the one that stands for its group; longest noun first. */
  fold(header: string): string {
    const folded = foldHeader(header);
    for (let length = Math.min(this.#longest, folded.length); length > 0; length -= 1) {
      const head = this.#heads.get(folded.slice(-length));
      if (head !== undefined) return folded.slice(0, -length) + head;
    }
    return folded;
  }

  /** The group's first word where the whole header is one of these nouns. */
  noun(header: string): string | undefined {
    return this.#heads.get(foldHeader(header));
  }
}
