// Attribution patching: the linear estimate of activation patching, for all places at once from one backward pass
// (Nanda 2023, "Attribution Patching: Activation Patching at Industrial Scale").

import type { ActivationName } from '../../model/architecture/activations.ts';
import type { ModelConfig } from '../../model/architecture/config.ts';
import type { Job } from '../../shared/job.ts';
import { addScaled, indices } from '../../shared/numbers.ts';
import type { MetricName } from '../shared/patching-options.ts';
import type { Tensor } from '../shared/results.ts';
import { effectsShape } from './activation-patching.ts';
import {
  baseOf,
  baseValues,
  type Donors,
  donorOf,
  donorValues,
  numbersOf,
  type PatchingTask,
  type PromptPair,
  type Replacement,
} from './pairs.ts';
import { type PatchedRow, type RowReading, type Runner, readPrompts, runPatched } from './patched-runs.ts';
import { partCount, partWidth, type Site, siteName } from './sites.ts';

/**
 * Runs with the derivatives of the metric: the base run of each pair. `integrationSteps`: instead, that many runs whose
 * embeddings lie between those of both prompts, at the midpoints of equal steps; the derivatives of a pair are then means over
 * them (integrated gradients, Sundararajan et al. 2017; Hanna et al. 2024 for circuits). `read` gets the weight of each run in
 * the mean of its pair.
 */
export async function* gradientRuns(
  runner: Runner,
  pairs: readonly PromptPair[],
  names: readonly ActivationName[],
  { metric, replacement, integrationSteps = 0 }: GradientOptions,
  read: (reading: RowReading, pair: number, weight: number) => void,
): Job<void> {
  const runs = Math.max(1, integrationSteps);
  const rows: readonly PatchedRow[] =
    integrationSteps === 0
      ? pairs.map((pair) => ({ tokens: baseOf(pair, replacement) }))
      : yield* interpolated(runner, pairs, replacement, integrationSteps);
  const pairOf = (row: number) => Math.floor(row / runs);
  const options = {
    names,
    metric: { name: metric, answersOf: (row: number) => pairs[pairOf(row)] },
    label: 'prompts differentiated',
  };
  yield* runPatched(runner, rows, options, (reading, row) => read(reading, pairOf(row), 1 / runs));
}

interface GradientOptions {
  readonly metric: MetricName;
  readonly replacement: Replacement;
  readonly integrationSteps?: number;
}

/** For each pair, base runs whose token embeddings are moved towards the donor's. */
async function* interpolated(
  runner: Runner,
  pairs: readonly PromptPair[],
  replacement: Replacement,
  steps: number,
): Job<PatchedRow[]> {
  const donors = pairs.map((pair) => donorOf(pair, replacement));
  if (donors.includes(undefined))
    throw new Error(
      `Integrated gradients lead from one prompt to the other; ${replacement.method} ablation has no other prompt.`,
    );
  const name = 'hook_embed';
  const prompts = [...pairs.map((pair) => baseOf(pair, replacement)), ...(donors as (readonly number[])[])];
  const embeddings = yield* readPrompts(runner, prompts, [name], ({ values }) => values(name).slice());
  return pairs.flatMap((pair, p) => {
    const [from, to] = [embeddings[p], embeddings[pairs.length + p]];
    return Array.from({ length: steps }, (_, step): PatchedRow => {
      const value = from.map((x, i) => ((to[i] - x) * (step + 0.5)) / steps);
      return { tokens: baseOf(pair, replacement), changes: [{ name, kind: 'add', value }] };
    });
  });
}

/** Numbers of activations that a group of pairs holds at once: 64 MiB. */
const MAX_NUMBERS = 2 ** 24;

/** Groups of pairs whose named activations fit into memory at once. */
export function pairGroups(
  config: ModelConfig,
  pairs: readonly PromptPair[],
  names: readonly ActivationName[],
): PromptPair[][] {
  const size = Math.max(1, Math.floor(MAX_NUMBERS / numbersOf(config, names, pairs[0].clean.length)));
  return Array.from({ length: Math.ceil(pairs.length / size) }, (_, i) =>
    pairs.slice(i * size, (i + 1) * size),
  );
}

/**
 * By site (P, L, T), with a last axis of heads or neurons: Σ (donor − base) · d metric / d activation, over the numbers of the
 * place. The sum over positions estimates the patch of all positions.
 */
export async function* attributionPatching(
  task: PatchingTask,
  sites: readonly Site[],
  integrationSteps?: number,
): Job<Map<Site, Tensor>> {
  const { config, pairs } = task;
  const layers = indices(config.L);
  const names = sites.flatMap((site) => layers.map((layer) => siteName(site, layer)));
  const results = new Map(
    sites.map((site): [Site, Tensor] => {
      const shape = effectsShape(task, site, 'each');
      return [site, { shape, data: new Float32Array(shape.reduce((a, b) => a * b)) }];
    }),
  );
  let first = 0;
  for (const group of pairGroups(config, pairs, names)) {
    const bases = yield* baseValues(task, group, names);
    const donors = yield* donorValues(task, group, names);
    const gradients = group.map(() => new Map<ActivationName, Float32Array>());
    const options = { ...task, integrationSteps };
    yield* gradientRuns(task, group, names, options, (reading, pair, weight) => {
      for (const name of names) {
        const sum = gradients[pair].get(name) ?? new Float32Array(reading.values(name).length);
        addScaled(sum, reading.gradients(name), weight);
        gradients[pair].set(name, sum);
      }
    });
    for (const site of sites) {
      const { data } = results.get(site) as Tensor;
      const perLayer = group[0].clean.length * (partCount(config, site) ?? 1);
      group.forEach((_, p) => {
        for (const layer of layers) {
          const name = siteName(site, layer);
          const [base, gradient] = [bases[p].get(name), gradients[p].get(name)] as Float32Array[];
          const estimates = estimatesOf(config, site, name, base, gradient, (donors.get(name) as Donors)[p]);
          data.set(estimates.subarray(0, perLayer), ((first + p) * config.L + layer) * perLayer);
        }
      });
    }
    first += group.length;
  }
  return results;
}

/** (T × parts): estimates of one pair, means over the donors. */
function estimatesOf(
  config: ModelConfig,
  site: Site,
  name: ActivationName,
  base: Float32Array,
  gradient: Float32Array,
  donors: readonly Float32Array[],
): Float32Array {
  const width = partCount(config, site) === undefined ? config.C : partWidth(config, name);
  const estimates = new Float64Array(base.length / width);
  for (const donor of donors) {
    for (let i = 0; i < base.length; i++)
      estimates[Math.floor(i / width)] += ((donor[i] - base[i]) * gradient[i]) / donors.length;
  }
  return Float32Array.from(estimates);
}

/** The sum over positions: (P, L, T, parts) → (P, L, parts). */
export function sumOverPositions({ shape, data }: Tensor): Tensor {
  const [P, L, T, parts = 1] = shape;
  const sums = new Float64Array(P * L * parts);
  data.forEach((x, i) => {
    sums[Math.floor(i / (T * parts)) * parts + (i % parts)] += x;
  });
  return { shape: [P, L, ...shape.slice(3)], data: Float32Array.from(sums) };
}
