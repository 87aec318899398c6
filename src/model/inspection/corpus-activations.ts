// Activations at every token of a corpus, or where answers are predicted.

import type { Job } from '../../shared/job.ts';
import { sum } from '../../shared/numbers.ts';
import { type ActivationName, activationShape } from '../architecture/activations.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { inspectInBatches, lastTokenVector } from './inspect-in-batches.ts';
import type { Inspector } from './inspector.ts';
import type { Vectors } from './nd-array.ts';

/** A token of a corpus. `position` counts within the part of the row that fits the context. */
export interface TokenPosition {
  readonly row: number;
  readonly position: number;
  /** Equal for equal prefixes of rows, which have equal activations. */
  readonly prefixId: number;
}

export interface CorpusActivations {
  /** (positions, width) of each name. */
  readonly vectors: readonly Vectors[];
  readonly positions: readonly TokenPosition[];
}

/** `times`: rows with the same prefix. */
export type TopActivation = TokenPosition & { readonly value: number; readonly times: number };

/** One unit over a corpus. */
export interface UnitActivations {
  /** In descending order; each prefix once. */
  readonly most: readonly TopActivation[];
  /** Positions with an activation above 0. */
  readonly active: number;
  readonly mean: number;
}

/** Numbers of an activation at one token. */
export const activationWidth = (config: ModelConfig, name: ActivationName): number =>
  activationShape(name, config, 1, 1).reduce((a, b) => a * b);

/** Named activations at every token of every row. */
export async function* corpusActivations(
  inspector: Inspector,
  config: ModelConfig,
  names: readonly ActivationName[],
  rows: readonly (readonly number[])[],
): Job<CorpusActivations> {
  const widths = names.map((name) => activationWidth(config, name));
  const positions: TokenPosition[] = [];
  const blocks = names.map((): Float32Array[] => []);
  const prefixIds = new Map<string, number>();
  for await (const places of inspectInBatches(inspector, config, rows, names)) {
    for (const { promptIndex, row, T, length, values } of places) {
      const visible = rows[promptIndex].slice(-length);
      let prefixId = -1;
      for (let position = 0; position < length; position++) {
        const key = `${prefixId} ${visible[position]}`;
        prefixId = prefixIds.get(key) ?? prefixIds.size;
        prefixIds.set(key, prefixId);
        positions.push({ row: promptIndex, position, prefixId });
      }
      names.forEach((name, i) => {
        const from = row * T * widths[i];
        blocks[i].push(values(name).data.slice(from, from + length * widths[i]));
      });
    }
    yield { label: 'rows read', done: blocks[0].length, total: rows.length };
  }
  return { vectors: blocks.map((each, i) => concatRows(each, widths[i])), positions };
}

/** An activation at the last token of every prompt: (prompts, width). */
export async function* answerActivations(
  inspector: Inspector,
  config: ModelConfig,
  name: ActivationName,
  prompts: readonly (readonly number[])[],
): Job<Vectors> {
  const width = activationWidth(config, name);
  const blocks: Float32Array[] = [];
  for await (const places of inspectInBatches(inspector, config, prompts, [name])) {
    for (const place of places) blocks.push(lastTokenVector(place, name, width).slice());
    yield { label: 'prompts evaluated', done: blocks.length, total: prompts.length };
  }
  return concatRows(blocks, width);
}

/** `count`: length of `most`. */
export function summarizeUnit(
  { numbers, N, d }: Vectors,
  positions: readonly TokenPosition[],
  unit: number,
  count: number,
): UnitActivations {
  const values = Float32Array.from({ length: N }, (_, n) => numbers[n * d + unit]);
  const first = new Map<number, number>();
  for (const n of [...values.keys()].sort((a, b) => values[b] - values[a])) {
    if (first.size === count) break;
    if (!first.has(positions[n].prefixId)) first.set(positions[n].prefixId, n);
  }
  const times = new Map<number, number>();
  for (const { prefixId } of positions) {
    if (first.has(prefixId)) times.set(prefixId, (times.get(prefixId) ?? 0) + 1);
  }
  return {
    most: [...first].map(([beginning, n]) => ({
      ...positions[n],
      value: values[n],
      times: times.get(beginning) as number,
    })),
    active: values.filter((value) => value > 0).length,
    mean: sum(values) / Math.max(1, N),
  };
}

function concatRows(blocks: readonly Float32Array[], d: number): Vectors {
  const length = sum(blocks.map((block) => block.length));
  const numbers = new Float32Array(length);
  let at = 0;
  for (const block of blocks) {
    numbers.set(block, at);
    at += block.length;
  }
  return { numbers, N: length / d, d };
}
