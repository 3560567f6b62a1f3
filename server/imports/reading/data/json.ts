import { complain } from '../complaints.ts';
import type { Delivered } from '../open.ts';
import { refuse } from '../refusals.ts';
import type { Sink } from '../out/sink.ts';
import { SAMPLE_ROWS, type Found, type Source } from '../source.ts';
import { namedPlan, type Plan } from '../tables/plan.ts';
import { bytesAt } from '../text/bytes.ts';
import { decideEncoding, type Decoding } from '../text/encoding.ts';
import type { Limits, Located } from '../types.ts';
import { checkGeometry } from './geometry.ts';
import { elements, type Element } from './json-elements.ts';
import { flatten, parseExact } from './json-values.ts';

/** JSON Lines, a JSON array of objects, or GeoJSON: one object is one row, its fields are columns, a geometry is text. */
export function jsonSource(file: Delivered): Source {
  const decoding = decideEncoding(file.fd, bytesAt(file.fd, 0, 1 << 16));
  const shape = elements(file.fd, decoding);
  const format = shape.kind === 'features' ? 'geojson' : shape.kind === 'lines' ? 'jsonl' : 'json';
  return {
    format,
    encoding: decoding.encoding,
    complaints: [],
    find: async (_options, limits) => find(file.fd, decoding, limits),
    pour: async (plan, sink) => pour(file.fd, decoding, plan, sink),
  };
}

/** Fields are collected from the whole file, so that a field which only late rows have is a column too. */
function find(fd: number, decoding: Decoding, limits: Limits): Found[] {
  const names = new Set<string>();
  const first: Record<string, string>[] = [];
  const spread: Record<string, string>[] = [];
  let rows = 0;
  for (const element of elements(fd, decoding).all()) {
    const fields = fieldsOf(element);
    if (!fields) continue;
    for (const name of Object.keys(fields)) names.add(name);
    if (names.size > limits.columns) throw refuse.tooManyColumns(limits.columns);
    if (first.length < SAMPLE_ROWS / 2) first.push(fields);
    else if (rows % 997 === 0 && spread.length < SAMPLE_ROWS / 2) spread.push(fields);
    rows++;
  }
  if (names.size === 0) return [];
  const columns = [...names];
  return [{ plan: namedPlan(columns), sample: [...first, ...spread].map((fields) => columns.map((name) => fields[name] ?? '')), complaints: [] }];
}

function pour(fd: number, decoding: Decoding, plan: Plan, sink: Sink): void {
  const columns = plan.fields!;
  for (const element of elements(fd, decoding).all()) {
    const fields = fieldsOf(element);
    if (!fields) {
      sink.unread({ ...complain.notAnObject(), row: element.row, cells: [element.text] });
      continue;
    }
    const problem = element.geometry ? checkGeometry(element.value) : null;
    if (problem) sink.fault(located(problem, element, columns));
    sink.record(element.row, columns.map((name) => fields[name] ?? ''));
  }
}

const located = (problem: 'coordinates' | 'geometry', element: Element, columns: string[]): Located => ({
  ...(problem === 'geometry' ? complain.geometry() : complain.coordinates()), row: element.row, column: columns.indexOf('geometry') + 1,
});

function fieldsOf(element: Element): Record<string, string> | null {
  const value = element.value ?? parseExact(element.text);
  element.value = value;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  const object = value as Record<string, unknown>;
  if (!element.geometry) return flatten(object);
  const id = object.id === undefined ? {} : { id: object.id };
  const properties = (object.properties ?? {}) as Record<string, unknown>;
  return { ...flatten({ ...id, ...properties }), geometry: object.geometry ? JSON.stringify(object.geometry) : '' };
}
