/** The one-to-one assignment of rows to columns with the greatest total worth (Kuhn and Munkres, rows² × columns); pairs worth 0 are left apart.
 *  @returns for each row the column it gets, or −1 */
export function assign(worth: readonly (readonly number[])[]): number[] {
  const rows = worth.length;
  const columns = worth[0]?.length ?? 0;
  const all = columns + rows; // a column of its own for each row that is better left without
  const cost = (i: number, j: number): number => (j < columns ? -worth[i]![j]! : 0);
  const state: State = { u: new Float64Array(rows + 1), v: new Float64Array(all + 1), rowOf: new Int32Array(all + 1) };
  for (let i = 1; i <= rows; i += 1) augment(i, all, cost, state);
  const answer = new Array<number>(rows).fill(-1);
  for (let j = 1; j <= columns; j += 1) {
    const i = state.rowOf[j]! - 1;
    if (i >= 0 && worth[i]![j - 1]! > 0) answer[i] = j - 1;
  }
  return answer;
}

type State = { u: Float64Array; v: Float64Array; rowOf: Int32Array };

/** Gives row `i` a column along the cheapest path of changes to the assignment so far. */
function augment(i: number, columns: number, cost: (i: number, j: number) => number, { u, v, rowOf }: State): void {
  const way = new Int32Array(columns + 1);
  const least = new Float64Array(columns + 1).fill(Infinity);
  const used = new Uint8Array(columns + 1);
  rowOf[0] = i;
  let at = 0;
  do {
    used[at] = 1;
    const row = rowOf[at]!;
    let [delta, next] = [Infinity, 0];
    for (let j = 1; j <= columns; j += 1) {
      if (used[j]) continue;
      const reduced = cost(row - 1, j - 1) - u[row]! - v[j]!;
      if (reduced < least[j]!) [least[j], way[j]] = [reduced, at];
      if (least[j]! < delta) [delta, next] = [least[j]!, j];
    }
    for (let j = 0; j <= columns; j += 1) {
      if (used[j]) [u[rowOf[j]!], v[j]] = [u[rowOf[j]!]! + delta, v[j]! - delta];
      else least[j] = least[j]! - delta;
    }
    at = next;
  } while (rowOf[at] !== 0);
  for (; at !== 0; at = way[at]!) rowOf[at] = rowOf[way[at]!]!;
}
