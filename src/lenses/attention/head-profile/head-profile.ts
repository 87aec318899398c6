// Where one head writes most over rows of data, and the tokens that it reads from and writes to.

import type { ActivationName } from '../../../model/architecture/activations.ts';
import { headWidth, type ModelConfig } from '../../../model/architecture/config.ts';
import { inspectInBatches } from '../../../model/inspection/inspect-in-batches.ts';
import type { Inspector } from '../../../model/inspection/inspector.ts';
import type { Job } from '../../../shared/job.ts';
import { hookZ } from '../head-ablation/ablation.ts';
import type { HeadIndex } from '../head-index.ts';

/** The query of a row at which the head writes most. */
export interface StrongQuery {
  readonly row: number;
  readonly query: number;
  /** The key that it attends to most. */
  readonly key: number;
  /** ‖z W_O‖. */
  readonly strength: number;
  /** Attention on each key up to the query. */
  readonly weights: number[];
}

/** A mean of one token, over its occurrences. */
export interface TokenStatistic {
  readonly id: number;
  readonly value: number;
  readonly count: number;
}

export interface HeadProfile {
  /** One a row, the strongest first; not its first token, which sees itself alone. */
  readonly strongest: readonly StrongQuery[];
  /** Mean of ‖z W_O‖ over all positions. */
  readonly meanStrength: number;
  /** By token: mean strength where it is the query, over the mean of all. */
  readonly queries: readonly TokenStatistic[];
  /** By token: attention that it receives as a key, over what any token receives at its positions. */
  readonly keys: readonly TokenStatistic[];
}

/** `output`: W_O of the head, (D, C). */
export async function* profileHead(
  inspector: Inspector,
  config: ModelConfig,
  rows: readonly (readonly number[])[],
  { layer, head }: HeadIndex,
  output: ArrayLike<number>,
): Job<HeadProfile> {
  const names: ActivationName[] = [hookZ(layer), `blocks.${layer}.attn.hook_pattern`];
  const [D, { C, H }] = [headWidth(config), config];
  const longest = Math.max(...rows.map(({ length }) => length));
  const strongest: StrongQuery[] = [];
  const queries = new Map<number, { sum: number; count: number }>();
  /** Attention that each key of each row receives from all queries that see it. */
  const received: Float64Array[] = [];
  /** (T, T): by query and key, over rows. */
  const sums = new Float64Array(longest * longest);
  const rowsAt = new Float64Array(longest);
  let [strengths, positions] = [0, 0];
  for await (const batch of inspectInBatches(inspector, config, rows, names)) {
    for (const { promptIndex, row, T, length, values } of batch) {
      const [z, pattern] = names.map((name) => values(name).data);
      const tokens = rows[promptIndex];
      const square = (row * H + head) * T;
      const ofRow = new Float64Array(length);
      let best: StrongQuery | undefined;
      for (let query = 0; query < length; query++) {
        const from = ((row * T + query) * H + head) * D;
        const strength = writtenNorm(z.subarray(from, from + D), output, C);
        strengths += strength;
        positions++;
        addTo(queries, tokens[query], strength);
        const weights = pattern.subarray((square + query) * T, (square + query) * T + query + 1);
        rowsAt[query]++;
        weights.forEach((weight, key) => {
          ofRow[key] += weight;
          sums[query * longest + key] += weight;
        });
        // The first token sees itself alone.
        if ((query === 0 && length > 1) || (best && best.strength >= strength)) continue;
        best = {
          row: promptIndex,
          query,
          key: weights.indexOf(Math.max(...weights)),
          strength,
          weights: [...weights],
        };
      }
      received.push(ofRow);
      if (best) strongest.push(best);
    }
    yield { label: 'rows read', done: received.length, total: rows.length };
  }
  const mean = strengths / positions;
  return {
    strongest: strongest.sort((a, b) => b.strength - a.strength),
    meanStrength: mean,
    queries: [...queries].map(([id, { sum, count }]) => ({ id, value: sum / count / mean, count })),
    keys: keyStatistics(rows, received, { sums, rowsAt, longest }),
  };
}

/** ‖z W_O‖. */
function writtenNorm(z: Float32Array, output: ArrayLike<number>, C: number): number {
  let squares = 0;
  for (let c = 0; c < C; c++) {
    let sum = 0;
    for (let d = 0; d < z.length; d++) sum += z[d] * output[d * C + c];
    squares += sum * sum;
  }
  return Math.sqrt(squares);
}

function addTo(map: Map<number, { sum: number; count: number }>, id: number, value: number): void {
  const entry = map.get(id) ?? { sum: 0, count: 0 };
  entry.sum += value;
  entry.count++;
  map.set(id, entry);
}

/** Attention that a token receives, over what its positions receive in the mean of all rows. */
function keyStatistics(
  rows: readonly (readonly number[])[],
  received: readonly Float64Array[],
  {
    sums,
    rowsAt,
    longest,
  }: { readonly sums: Float64Array; readonly rowsAt: Float64Array; readonly longest: number },
): TokenStatistic[] {
  /** By length of a row and key. */
  const expected = new Map<number, Float64Array>();
  const expectedFor = (length: number) => {
    const found = expected.get(length);
    if (found) return found;
    const means = new Float64Array(length);
    for (let query = 0; query < length; query++)
      for (let key = 0; key <= query; key++) means[key] += sums[query * longest + key] / rowsAt[query];
    expected.set(length, means);
    return means;
  };
  const tokens = new Map<number, { received: number; expected: number; count: number }>();
  rows.forEach((ids, row) => {
    const means = expectedFor(ids.length);
    ids.forEach((id, key) => {
      const entry = tokens.get(id) ?? { received: 0, expected: 0, count: 0 };
      entry.received += received[row][key];
      entry.expected += means[key];
      entry.count++;
      tokens.set(id, entry);
    });
  });
  return [...tokens].map(([id, { received: sum, expected: by, count }]) => ({
    id,
    value: by > 0 ? sum / by : 0,
    count,
  }));
}
