// The loss of rows without a head, for many heads one after the other, with memory for the z of one layer.

import type { ActivationName } from '../../../model/architecture/activations.ts';
import { headWidth, type ModelConfig } from '../../../model/architecture/config.ts';
import { paddedLength } from '../../../model/architecture/context-window.ts';
import { IGNORE_INDEX } from '../../../model/data/dataset.ts';
import { rowsAtOnce } from '../../../model/inspection/inspect-in-batches.ts';
import type { Inspector, InspectorResult } from '../../../model/inspection/inspector.ts';
import type { Intervention } from '../../../model/inspection/interventions.ts';
import { bootstrapInterval, type Interval, type Ratio, ratioOfSums } from '../../../shared/bootstrap.ts';
import type { Job } from '../../../shared/job.ts';
import { addScaled, indices, sum } from '../../../shared/numbers.ts';
import { random } from '../../../shared/random.ts';
import type { HeadRow } from '../head-data.ts';
import type { HeadIndex } from '../head-index.ts';
import { type Ablation, type AblationKind, compileAblations, hookZ } from './ablation.ts';

export interface AblationEffect extends HeadIndex {
  kind: AblationKind;
  /** The loss without the head less that of the whole model, in nats a token. */
  change: number;
  /** 95 % of a bootstrap over rows. */
  interval: Interval;
}

export interface AblationEffects {
  /** The whole model's, in nats a token. */
  loss: number;
  effects: AblationEffect[];
}

/** Heads by layer, each ablated alone in every way of `kinds`. Yields after each run of a batch. */
export async function* ablationEffects(
  inspector: Inspector,
  config: ModelConfig,
  rows: readonly HeadRow[],
  heads: readonly HeadIndex[],
  { kinds, seed }: { readonly kinds: readonly AblationKind[]; readonly seed: number },
): Job<AblationEffects> {
  if (rows.length < 2 && kinds.includes('resample'))
    throw new Error(
      'Resampling takes activations from other rows; give at least two, or choose zero or mean.',
    );
  const batches = toBatches(config, rows);
  const total = (1 + heads.length * kinds.length) * batches.length;
  const whole = yield* rowLosses(inspector, config, batches, [], { label: 'rows read', done: 0, total });
  const effects: AblationEffect[] = [];
  const layers = [...new Set(heads.map(({ layer }) => layer))];
  for (const layer of layers) {
    const z = kinds.some((kind) => kind !== 'zero')
      ? await readZ(inspector, config, batches, layer)
      : undefined;
    for (const { head } of heads.filter((each) => each.layer === layer))
      for (const kind of kinds) {
        const ablation = { layer, head, ...replacement(config, batches, z, head, { kind, seed }) };
        const done = (1 + effects.length) * batches.length;
        const label = 'heads ablated';
        const losses = yield* rowLosses(inspector, config, batches, [ablation], { label, done, total });
        const changes = losses.map(({ numerator, denominator }, row) => ({
          numerator: numerator - whole[row].numerator,
          denominator,
        }));
        const [change, interval] = [ratioOfSums(changes), bootstrapInterval(changes, seed)];
        effects.push({ layer, head, kind, change, interval });
      }
  }
  return { loss: ratioOfSums(whole), effects };
}

/** Rows of one length; the last batch is filled up with rows that have no targets. */
interface RowBatch {
  readonly tokens: Int32Array<ArrayBuffer>;
  readonly targets: Int32Array<ArrayBuffer>;
  readonly B: number;
  readonly T: number;
  /** Lengths of its rows. */
  readonly lengths: readonly number[];
}

function toBatches(config: ModelConfig, rows: readonly HeadRow[]): RowBatch[] {
  const T = paddedLength(Math.max(...rows.map(({ tokens }) => tokens.length)), config.T);
  const B = Math.min(rows.length, rowsAtOnce(config, T, [hookZ(0)]));
  return Array.from({ length: Math.ceil(rows.length / B) }, (_, batch) => {
    const part = rows.slice(batch * B, (batch + 1) * B);
    const [tokens, targets] = [new Int32Array(B * T), new Int32Array(B * T).fill(IGNORE_INDEX)];
    part.forEach((row, r) => {
      tokens.set(row.tokens, r * T);
      targets.set(row.targets, r * T);
    });
    return { tokens, targets, B, T, lengths: part.map((row) => row.tokens.length) };
  });
}

/** Sum of the losses and number of targets of each row. */
async function* rowLosses(
  inspector: Inspector,
  config: ModelConfig,
  batches: readonly RowBatch[],
  ablations: readonly Ablation[],
  { label, done, total }: { label: string; done: number; total: number },
): Job<Ratio[]> {
  const losses: Ratio[] = [];
  for (const [i, { targets, T, lengths }] of batches.entries()) {
    const { tokenLoss } = await runAblated(inspector, config, batches[i], ablations, {
      firstRow: losses.length,
    });
    const data = tokenLoss?.data as Float32Array;
    for (const row of lengths.keys()) {
      let [numerator, denominator] = [0, 0];
      for (let at = row * T; at < (row + 1) * T; at++)
        if (targets[at] >= 0) {
          numerator += data[at];
          denominator++;
        }
      losses.push({ numerator, denominator });
    }
    yield { label, done: done + i + 1, total };
  }
  return losses;
}

/** One program serves all heads: layers that no ablation changes have interventions that change nothing. */
async function runAblated(
  inspector: Inspector,
  config: ModelConfig,
  { tokens, targets, B, T }: RowBatch,
  ablations: readonly Ablation[],
  { names = [], firstRow = 0 }: { names?: readonly ActivationName[]; firstRow?: number },
): Promise<InspectorResult> {
  const request = { B, T, tokens };
  const unchanged = indices(config.L).map(
    (layer): Intervention => ({
      ...{ name: hookZ(layer), kind: 'scale', value: 1 },
      ...{ row: 0, position: 0, head: 0 },
    }),
  );
  const compiled = compileAblations(inspector, config, request, ablations, firstRow, unchanged);
  return inspector.run({ ...request, targets, names, interventions: await compiled });
}

/** (rows, T, H, D) of one layer. */
async function readZ(
  inspector: Inspector,
  config: ModelConfig,
  batches: readonly RowBatch[],
  layer: number,
): Promise<Float32Array> {
  const [{ T }] = batches;
  const width = config.H * headWidth(config);
  const z = new Float32Array(sum(batches.map(({ lengths }) => lengths.length)) * T * width);
  let at = 0;
  for (const batch of batches) {
    const { lengths } = batch;
    const { activations } = await runAblated(inspector, config, batch, [], { names: [hookZ(layer)] });
    const data = activations.get(hookZ(layer))?.data as Float32Array;
    z.set(data.subarray(0, lengths.length * T * width), at);
    at += lengths.length * T * width;
  }
  return z;
}

/** The stand-in for the z of a head: nothing, its mean, or that of another row at the same position. */
function replacement(
  config: ModelConfig,
  batches: readonly RowBatch[],
  z: Float32Array | undefined,
  head: number,
  { kind, seed }: { readonly kind: AblationKind; readonly seed: number },
): Pick<Ablation, 'z' | 'rows' | 'T'> {
  const D = headWidth(config);
  if (kind === 'zero' || !z) return { z: new Float32Array(D), rows: 1, T: 1 };
  const [{ T }] = batches;
  const lengths = batches.flatMap((batch) => batch.lengths);
  const at = (row: number, position: number) => {
    const from = ((row * T + position) * config.H + head) * D;
    return z.subarray(from, from + D);
  };
  if (kind === 'mean') {
    const sums = new Float64Array(D);
    for (const [row, length] of lengths.entries())
      for (let position = 0; position < length; position++) addScaled(sums, at(row, position), 1);
    const count = sum(lengths);
    return { z: Float32Array.from(sums, (each) => each / count), rows: 1, T: 1 };
  }
  // A shift gives every row another one; where that is shorter, it is read again from its start.
  const shift = 1 + random(seed, 'resample').integer(lengths.length - 1);
  const others = new Float32Array(lengths.length * T * D);
  for (const row of lengths.keys()) {
    const other = (row + shift) % lengths.length;
    for (let position = 0; position < T; position++)
      others.set(at(other, position % lengths[other]), (row * T + position) * D);
  }
  return { z: others, rows: lengths.length, T };
}
