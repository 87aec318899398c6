// Fuzzing of everything that parses external data: hundreds of cases in the suite, all with `npm run test:long`.

import fc from 'fast-check';
import { expect } from 'vitest';
import { collectGarbage } from '../gc.ts';

/** Allowed heap growth in bytes: small caches, but no growth per case. */
const MAX_HEAP_GROWTH = 16e6;

function heap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** The heap must not grow over the second half of the cases: a leak per case would crash a page within hours. */
export function fuzz<Values>(
  cases: number,
  values: fc.Arbitrary<Values>,
  property: (values: Values) => void,
): void {
  const half = Math.ceil(cases / 2);
  const run = (seed: number) => fc.assert(fc.property(values, property), { numRuns: half, seed });
  run(1);
  const before = heap();
  run(2);
  expect(heap() - before, 'bytes left behind').toBeLessThan(MAX_HEAP_GROWTH);
}

/** Either a result or an error of the lab, never a JavaScript error such as “x is undefined”. */
export function resultOrUserError<Answer>(run: () => Answer): Answer | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Error) || INTERNAL_ERRORS.some((kind) => error instanceof kind)) throw error;
    expect(error.message.length).toBeGreaterThan(10);
    expect(error.message.length).toBeLessThan(1000);
    return undefined;
  }
}
const INTERNAL_ERRORS = [TypeError, RangeError, ReferenceError, SyntaxError];

/** Unexpected values for numbers, strings and arrays. */
export const unexpectedValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, -1, 0, 0.5, 1e308, 2 ** 31, 2 ** 53, -0, '', 'a', '__proto__', 'constructor', true),
  fc.constantFrom(
    [],
    {},
    [[]],
    [-1, 2],
    ['<img src=x onerror=alert(1)>'],
    '\u202Eevil',
    '\ud800',
    '\n',
    'NaN',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.integer(),
  fc.double(),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant('x'.repeat(10_000)),
);

/** A mutation of nested plain data: another value, a removed key, an added key. */
export interface Mutation {
  readonly path: readonly number[];
  readonly kind: 'replace' | 'remove' | 'add';
  readonly name: string;
  readonly value: unknown;
}
export const mutation: fc.Arbitrary<Mutation> = fc.record({
  path: fc.array(fc.nat(1000), { minLength: 1, maxLength: 6 }),
  kind: fc.constantFrom('replace', 'replace', 'remove', 'add'),
  name: fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'length', 'shape', 'x'),
    fc.string({ maxLength: 5 }),
  ),
  value: unexpectedValue,
});

/** A copy of plain data with the mutation; the numbers of the path select keys on each level. */
export function applyMutation(data: unknown, { path, kind, name, value }: Mutation): unknown {
  if (typeof data !== 'object' || data === null || path.length === 0)
    return kind === 'replace' ? value : data;
  const entries = Object.entries(data);
  const [step, ...rest] = path;
  if (kind === 'add' && rest.length === 0) entries.push([name, value]);
  else if (entries.length === 0) return kind === 'replace' ? value : data;
  else {
    const at = step % entries.length;
    if (kind === 'remove' && rest.length === 0) entries.splice(at, 1);
    else entries[at] = [entries[at][0], applyMutation(entries[at][1], { path: rest, kind, name, value })];
  }
  return Array.isArray(data) ? entries.map(([, each]) => each) : Object.fromEntries(entries);
}

/** A mutation of a sequence: overwrite, delete or repeat a range. */
export interface Cut {
  readonly kind: 'overwrite' | 'cut' | 'repeat';
  readonly at: number;
  readonly length: number;
}
export const cut: fc.Arbitrary<Cut> = fc.record({
  kind: fc.constantFrom('overwrite', 'overwrite', 'cut', 'repeat'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 64 }),
});

export function cutText(text: string, cuts: readonly Cut[], junk: string): string {
  return cuts.reduce((now, { kind, at, length }) => {
    const from = Math.floor(at * now.length);
    const piece = now.slice(from, from + length);
    const between = { overwrite: junk, cut: '', repeat: piece + piece }[kind];
    return now.slice(0, from) + between + now.slice(from + length);
  }, text);
}

export function cutBytes(bytes: Uint8Array, cuts: readonly Cut[], junk: Uint8Array): Uint8Array<ArrayBuffer> {
  return cuts.reduce((now, { kind, at, length }) => {
    const from = Math.floor(at * now.length);
    const piece = now.subarray(from, from + length);
    const between = { overwrite: [junk], cut: [], repeat: [piece, piece] }[kind];
    return Uint8Array.from(Buffer.concat([now.subarray(0, from), ...between, now.subarray(from + length)]));
  }, Uint8Array.from(bytes));
}
