/** How many letters must be put in, taken out or changed to make one word of the other (Levenshtein). */
export function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}

/** The candidate that a typing error most likely meant: fewest edits, and at most two or a third of the letters wrong. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: { name: string; edits: number } | undefined;
  for (const name of candidates) {
    const wrong = edits(word.toLowerCase(), name.toLowerCase());
    const letters = Math.max(word.length, name.length);
    if (wrong <= (letters < 4 ? 1 : Math.max(2, letters / 3)) && (!best || wrong < best.edits)) best = { name, edits: wrong };
  }
  return best?.name;
}
