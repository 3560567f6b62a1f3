/** Seeded chance. Every part of the county draws from a stream of its own name, so that adding a draw in one part
 *  does not move every other part: the same seed stays the same county while the program grows. */
export class Chance {
  #a: number;
  #b: number;
  #c: number;
  #d = 1;

  constructor(seed: number, stream: string) {
    let h = 0x811c9dc5 ^ seed;
    for (let i = 0; i < stream.length; i++) h = Math.imul(h ^ stream.charCodeAt(i), 0x01000193);
    this.#a = h;
    this.#b = Math.imul(h, 0x9e3779b1);
    this.#c = seed;
    for (let i = 0; i < 12; i++) this.next();
  }

  /** sfc32: [0, 1). */
  next(): number {
    const t = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + t) | 0;
    return (t >>> 0) / 4294967296;
  }

  /** An integer from `low` to `high`, both inclusive. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  is(probability: number): boolean {
    return this.next() < probability;
  }

  of<T>(list: ArrayLike<T>): T {
    return list[Math.floor(this.next() * list.length)] as T;
  }

  /** A number of so many digits, as text. */
  digits(length: number): string {
    let text = '';
    for (let i = 0; i < length; i++) text += this.int(0, 9);
    return text;
  }

  shuffle<T>(list: T[]): T[] {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.int(0, i);
      [list[i], list[j]] = [list[j] as T, list[i] as T];
    }
    return list;
  }
}

/** Draws from weighted values; weights need not add up to one. */
export function weighted<T>(pairs: readonly (readonly [T, number])[]): (chance: Chance) => T {
  const sums: number[] = [];
  let sum = 0;
  for (const [, weight] of pairs) sums.push((sum += weight));
  return (chance) => {
    const at = chance.next() * sum;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) > at) high = middle;
      else low = middle + 1;
    }
    return (pairs[low] as readonly [T, number])[0];
  };
}
