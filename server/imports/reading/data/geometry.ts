const KINDS = new Set(['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'GeometryCollection']);

/** Whether a feature's geometry is one, and its coordinates are longitude and latitude: a survey's projected metres are not. */
export function checkGeometry(feature: unknown): 'geometry' | 'coordinates' | null {
  const geometry = (feature as { geometry?: { type?: string; coordinates?: unknown; geometries?: unknown } | null }).geometry;
  if (!geometry || !KINDS.has(geometry.type ?? '')) return 'geometry';
  const positions: number[][] = [];
  if (!collect(geometry.coordinates ?? geometry.geometries, positions)) return 'geometry';
  if (positions.length === 0) return 'geometry';
  return positions.every(([x, y]) => x! >= -180 && x! <= 180 && y! >= -90 && y! <= 90) ? null : 'coordinates';
}

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
