/** The one-to-one assignment of rows to columns with the greatest total worth (Kuhn and Munkres, O(n³)); pairs worth 0 are left apart.
 *  @returns for each row the column it gets, or −1 */
export function assign(worth: readonly (readonly number[])[]): number[] {
  const rows = worth.length;
  const columns = worth[0]?.length ?? 0;
  const n = Math.max(rows, columns);
  const cost = (i: number, j: number): number => -(worth[i]?.[j] ?? 0);
  const u = new Array<number>(n + 1).fill(0);
  const v = new Array<number>(n + 1).fill(0);
  const rowOf = new Array<number>(n + 1).fill(0);
  for (let i = 1; i <= n; i += 1) augment(i, n, cost, u, v, rowOf);
  const answer = new Array<number>(rows).fill(-1);
  for (let j = 1; j <= n; j += 1) {
    const i = rowOf[j]! - 1;
    if (i < rows && j <= columns && (worth[i]![j - 1] ?? 0) > 0) answer[i] = j - 1;
  }
  return answer;
}

/** Gives row `i` a column along the cheapest path of changes to the assignment so far. */
function augment(i: number, n: number, cost: (i: number, j: number) => number, u: number[], v: number[], rowOf: number[]): void {
  const way = new Array<number>(n + 1).fill(0);
  const least = new Array<number>(n + 1).fill(Infinity);
  const used = new Array<boolean>(n + 1).fill(false);
  rowOf[0] = i;
  let at = 0;
  do {
    used[at] = true;
    const row = rowOf[at]!;
    let [delta, next] = [Infinity, 0];
    for (let j = 1; j <= n; j += 1) {
      if (used[j]) continue;
      const reduced = cost(row - 1, j - 1) - u[row]! - v[j]!;
      if (reduced < least[j]!) [least[j], way[j]] = [reduced, at];
      if (least[j]! < delta) [delta, next] = [least[j]!, j];
    }
    for (let j = 0; j <= n; j += 1) {
      if (used[j]) [u[rowOf[j]!], v[j]] = [u[rowOf[j]!]! + delta, v[j]! - delta];
      else least[j] = least[j]! - delta;
    }
    at = next;
  } while (rowOf[at] !== 0);
  for (; at !== 0; at = way[at]!) rowOf[at] = rowOf[way[at]!]!;
}
