const KINDS = new Set(['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'GeometryCollection']);

/** Whether a feature's geometry is one, and its coordinates are longitude and latitude: a survey's projected metres are not. */
export function checkGeometry(feature: unknown): 'geometry' | 'coordinates' | null {
  const geometry = (feature as { geometry?: { type?: string; coordinates?: unknown; geometries?: unknown } | null }).geometry;
  if (!geometry || !KINDS.has(geometry.type ?? '')) return 'geometry';
  const positions: number[][] = [];
  if (!collect(geometry.coordinates ?? geometry.geometries, positions)) return 'geometry';
  if (positions.length === 0) return 'geometry';
  if (!polygonsOf(geometry).every(isRing)) return 'geometry';
  return positions.every(([x, y]) => x! >= -180 && x! <= 180 && y! >= -90 && y! <= 90) ? null : 'coordinates';
}

type Ring = [number, number][];

const polygonsOf = ({ type, coordinates }: { type?: string; coordinates?: unknown }): Ring[] =>
  type === 'Polygon' ? (coordinates as Ring[]) : type === 'MultiPolygon' ? (coordinates as Ring[][]).flat() : [];

/** A ring is closed, has an inside, and does not cross itself: the area of one that does is a guess (RFC 7946, 3.1.6). Rings of very many
 *  points are not tested for crossings, which costs the square of their number. */
function isRing(ring: Ring): boolean {
  if (!Array.isArray(ring) || ring.length < 4 || ring[0]![0] !== ring.at(-1)![0] || ring[0]![1] !== ring.at(-1)![1]) return false;
  if (ring.length > MOST_POINTS) return true;
  for (let i = 0; i < ring.length - 1; i++)
    for (let j = i + 2; j < ring.length - 1; j++) {
      if (i === 0 && j === ring.length - 2) continue; // neighbours across the closing point
      if (crosses(ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!)) return false;
    }
  return true;
}

const MOST_POINTS = 500;
type Point = [number, number];
const side = ([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
const crosses = (a: Point, b: Point, c: Point, d: Point): boolean => side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;

function collect(value: unknown, into: number[][]): boolean {
  if (!Array.isArray(value)) {
    const inner = (value as { coordinates?: unknown } | null)?.coordinates;
    return inner !== undefined && collect(inner, into);
  }
  if (typeof value[0] === 'number') {
    if (value.length < 2 || value.some((n) => typeof n !== 'number' || !Number.isFinite(n))) return false;
    into.push(value as number[]);
    return true;
  }
  return value.every((part) => collect(part, into));
}
