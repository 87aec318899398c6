// Runs with a vector added at a point of the residual stream: predictions after prompts, and continuations.

import type { ActivationName } from '../../model/architecture/activations.ts';
import { type ModelConfig, modelParts } from '../../model/architecture/config.ts';
import { lastTokensInContext } from '../../model/architecture/context-window.ts';
import type { ResidualStreamName } from '../../model/architecture/residual-stages.ts';
import { argmax, probabilities, sampleIndex } from '../../model/generation/sampler.ts';
import type { FrozenModel, Run } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { random } from '../../shared/random.ts';
import { type Change, type RowReading, runPatched } from '../patching/patched-runs.ts';
import * as v from '../shared/schemas.ts';
import { assertLayer } from '../shared/unit-results.ts';

export const STREAM_SITES = ['hook_resid_pre', 'hook_resid_mid', 'hook_resid_post'] as const;

/** The layer counts from 0. */
export interface StreamPoint {
  readonly layer: number;
  readonly site: (typeof STREAM_SITES)[number];
}

export const STREAM_POINT = { layer: v.anyNumber, site: v.oneOf(STREAM_SITES) };

/** The stream that enters the block in the middle. */
export const middleOf = ({ L }: ModelConfig): StreamPoint => ({
  layer: Math.floor(L / 2),
  site: 'hook_resid_pre',
});

/** Throws if the model has no such point. */
export function streamName({ layer, site }: StreamPoint, config: ModelConfig): ResidualStreamName {
  assertLayer(config, layer);
  const { hasMlp, isParallel } = modelParts(config);
  if (site === 'hook_resid_mid' && (isParallel || !hasMlp))
    throw new Error('The model has no stream between attention and MLP; choose the one after the block.');
  return `blocks.${layer}.${site}`;
}

/** Layers count from 1. */
export function streamMeaning({ layer, site }: StreamPoint): string {
  if (site === 'hook_resid_mid') return `after attention ${layer + 1}`;
  if (site === 'hook_resid_post') return `after block ${layer + 1}`;
  return layer === 0 ? 'after the embedding' : `after block ${layer}`;
}

/** Where a vector is added: at every token, or at the last one of the prompt alone. */
export const ADDED_AT = ['all', 'last'] as const;
export type AddedAt = (typeof ADDED_AT)[number];

export interface Steering {
  readonly point: ActivationName;
  readonly addedAt: AddedAt;
}

/** The vector (C) at the tokens from `first` to the one before `end`. */
const added = (name: ActivationName, vector: Float32Array, first: number, end: number): Change[] =>
  Array.from({ length: Math.max(0, end - first) }, (_, i) => ({
    ...{ name, kind: 'add' as const },
    ...{ position: first + i, value: vector },
  }));

/** Reads one prompt once for each vector; without one for `undefined`. */
export function readSteered<Result>(
  { inspector, plan: { config } }: FrozenModel | Run,
  { point, addedAt }: Steering,
  tokens: readonly number[],
  vectors: readonly (Float32Array | undefined)[],
  read: (reading: RowReading, index: number) => Result,
  names: readonly ActivationName[] = [],
): Job<Result[]> {
  const first = addedAt === 'all' ? 0 : tokens.length - 1;
  const rows = vectors.map((vector) => ({
    tokens,
    changes: vector ? added(point, vector, first, tokens.length) : [],
  }));
  return runPatched({ inspector, config }, rows, { names, label: 'steered runs' }, read);
}

export interface Continuation {
  /** Token ids after the prompt. */
  readonly greedy: readonly number[];
  readonly sampled: readonly number[];
}

/** Without and with the vector, both drawn with the same random numbers. Tokens that are written are steered as well. */
export async function* continueSteered(
  { inspector, plan: { config } }: FrozenModel | Run,
  { point, addedAt }: Steering,
  prompt: readonly number[],
  vector: Float32Array,
  { count, seed }: { readonly count: number; readonly seed: number },
): Job<{ before: Continuation; after: Continuation }> {
  const rows = Array.from({ length: 4 }, () => [...prompt]);
  const stream = random(seed, 'sampling');
  for (let written = 0; written < count; written++) {
    const uniform = stream.float();
    const patched = rows.map((row, r) => {
      const tokens = lastTokensInContext(row, config);
      const dropped = row.length - tokens.length;
      // Greedy and sampled without, greedy and sampled with.
      const [first, end] = addedAt === 'all' ? [0, row.length] : [prompt.length - 1, prompt.length];
      const changes = r < 2 ? [] : added(point, vector, Math.max(0, first - dropped), end - dropped);
      return { tokens, changes };
    });
    const options = { label: 'tokens written' };
    const logits = yield* runPatched({ inspector, config }, patched, options, (each) => each.logits);
    logits.forEach((each, r) => {
      const id = r % 2 === 0 ? argmax(each) : sampleIndex(probabilities(each, { temperature: 1 }), uniform);
      rows[r].push(id);
    });
    yield { label: 'tokens written', done: written + 1, total: count };
  }
  const [greedy, sampled, greedyAfter, sampledAfter] = rows.map((row) => row.slice(prompt.length));
  return { before: { greedy, sampled }, after: { greedy: greedyAfter, sampled: sampledAfter } };
}
