// The transformer for generation: recorded for T new positions, with the keys and values of all earlier positions in a cache.

import type { Graph, Tensor } from '../../kernels/graph/graph.ts';
import {
  cachedAttention,
  cachedGroupedAttention,
} from '../../kernels/ops/cached-attention/cached-attention.ts';
import { architectureOf, transformerParameters } from './architecture.ts';
import { type ModelConfig, modelParts } from './config.ts';
import type { AttentionFn } from './parts/attention.ts';
import { embeddingInput } from './parts/embedding-table.ts';
import { type PositionInputs, positionInputs } from './parts/positions.ts';
import { Recorder } from './recorder.ts';
import type { RowShard } from './sharded-layout.ts';

export interface CachedShape {
  /** Sequences decoded in parallel; their lengths may differ. */
  readonly B: number;
  /** New positions a run. */
  readonly T: number;
  /** Positions in the cache: at least the length of the longest sequence. */
  readonly S: number;
  /** Whether logits are computed; prefill only fills the cache. */
  readonly withLogits: boolean;
  /** Row shards of each embedding table that exceeds the largest buffer. */
  readonly shards?: ReadonlyMap<string, readonly RowShard[]>;
}

export interface CachedTransformer {
  readonly graph: Graph;
  /** (B, T) ids. */
  readonly tokens: Tensor;
  /** (B, T) ids: index of each new token in its sequence, from 0. */
  readonly positions: PositionInputs;
  /** (B): number of cached positions. */
  readonly past: Tensor;
  /** (B, T, V); absent without `withLogits`. */
  readonly logits?: Tensor;
}

/** Names of the storages of the cache: keys and values of each layer, `cacheWords` each. Several programs share them. */
export function cacheNames({ L }: Pick<ModelConfig, 'L'>): string[] {
  return Array.from({ length: L }, (_, layer) => [keyCacheName(layer), valueCacheName(layer)]).flat();
}

/** Words of one storage of the cache, (B, S, KV, D). */
export function cacheWords({ B, S }: Pick<CachedShape, 'B' | 'S'>, config: ModelConfig): number {
  const { keyValueHeads: KV, D } = modelParts(config);
  return B * S * KV * D;
}

/** T new positions of every sequence: they attend to the cache and to each other, and their keys and values are appended. */
export function cachedTransformer(config: ModelConfig, shape: CachedShape): CachedTransformer {
  const { B, T, withLogits, shards } = shape;
  const recorder = new Recorder(transformerParameters(config), [], shards);
  const tokens = embeddingInput(recorder.graph, 'tokens', [B, T], config.V);
  const positions = positionInputs(recorder.graph, config, [B, T], config.T, { sharedAngles: true });
  const past = recorder.graph.input('past', [B], 'i32');

  const attentionFn = cachedAttentionFn(past, shape, config);
  const architecture = architectureOf(config);
  let x = architecture.embed(recorder, tokens, positions);
  for (let layer = 0; layer < config.L; layer++)
    x = architecture.block(recorder, layer, x, config, positions, attentionFn);
  const recorded = { graph: recorder.graph, tokens: tokens.ids, positions, past };
  if (!withLogits) return recorded;
  return { ...recorded, logits: architecture.unembed(recorder, x, config) };
}

/** The computation of `attention.ts` for queries of the new positions only. */
function cachedAttentionFn(past: Tensor, shape: CachedShape, config: ModelConfig): AttentionFn {
  const { B, S } = shape;
  const { D, keyValueHeads: KV } = modelParts(config);
  const cache = ({ graph }: Recorder, name: string, axes: readonly number[]) =>
    graph.view(graph.shared(name, cacheWords(shape, config)), [B, S, ...axes]);
  const caches = (recorder: Recorder, layer: number, axes: readonly number[]) => ({
    past,
    keys: cache(recorder, keyCacheName(layer), axes),
    values: cache(recorder, valueCacheName(layer), axes),
  });
  const scale = 1 / Math.sqrt(D);
  return {
    mix: (recorder, layer, qkv) =>
      recorder.graph.apply(
        cachedGroupedAttention,
        { ...qkv, ...caches(recorder, layer, [KV, D]) },
        { name: `blocks.${layer}.attn.hook_z`, attributes: { scale } },
      ).z,
    mixFused: (recorder, layer, qkv) =>
      recorder.graph.apply(
        cachedAttention,
        { qkv, ...caches(recorder, layer, [KV * D]) },
        { name: `blocks.${layer}.attn.hook_z`, attributes: { H: config.H, scale } },
      ).z,
  };
}

function keyCacheName(layer: number): string {
  return `keys of layer ${layer}`;
}

function valueCacheName(layer: number): string {
  return `values of layer ${layer}`;
}
