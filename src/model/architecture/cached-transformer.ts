// The transformer for generation: recorded for T new positions, with the keys and values of all earlier positions in a cache.

import type { Graph, Tensor } from '../../kernels/graph/graph.ts';
import { cachedAttention } from '../../kernels/ops/cached-attention/cached-attention.ts';
import { architectureOf } from './architecture.ts';
import type { AttentionFn } from './attention.ts';
import { headWidth, type ModelConfig } from './config.ts';
import { embeddingInput } from './embedding-table.ts';
import { transformerParameters } from './parameters.ts';
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
  /** (B, T): index of each new token in its sequence, from 0. */
  readonly positions: Tensor;
  /** (B): number of cached positions. */
  readonly past: Tensor;
  /** (B, T, V); absent without `withLogits`. */
  readonly logits?: Tensor;
}

/** Names of the storages of the cache: keys and values of each layer, `cacheWords` each. Several programs share them. */
export function cacheNames({ L }: Pick<ModelConfig, 'L'>): string[] {
  return Array.from({ length: L }, (_, layer) => [keyCacheName(layer), valueCacheName(layer)]).flat();
}

/** Words of one storage of the cache, (B, S, C). */
export function cacheWords({ B, S }: Pick<CachedShape, 'B' | 'S'>, { C }: Pick<ModelConfig, 'C'>): number {
  return B * S * C;
}

/** T new positions of every sequence: they attend to the cache and to each other, and their keys and values are appended. */
export function cachedTransformer(config: ModelConfig, shape: CachedShape): CachedTransformer {
  const { B, T, withLogits, shards } = shape;
  const recorder = new Recorder(transformerParameters(config), [], shards);
  const tokens = embeddingInput(recorder.graph, 'tokens', [B, T], config.V);
  const positions = embeddingInput(recorder.graph, 'positions', [B, T], config.T);
  const past = recorder.graph.input('past', [B], 'i32');

  const attentionFn = cachedAttentionFn(past, shape, config);
  const architecture = architectureOf(config);
  let x = architecture.embed(recorder, tokens, positions, config);
  for (let layer = 0; layer < config.L; layer++)
    x = architecture.block(recorder, layer, x, config, attentionFn);
  const recorded = { graph: recorder.graph, tokens: tokens.ids, positions: positions.ids, past };
  if (!withLogits) return recorded;
  return { ...recorded, logits: architecture.unembed(recorder, x, config) };
}

/** The computation of `attention.ts` for queries of the new positions only. */
function cachedAttentionFn(past: Tensor, shape: CachedShape, config: ModelConfig): AttentionFn {
  return (recorder, layer, x, H, weights) => {
    const hooks = `blocks.${layer}.attn`;
    const { B, S } = shape;
    const { C } = config;
    const cache = (name: string) =>
      recorder.graph.view(recorder.graph.shared(name, cacheWords(shape, config)), [B, S, C]);
    const { z } = recorder.graph.apply(
      cachedAttention,
      {
        qkv: recorder.project(`${hooks}.qkv`, x, weights.qkv),
        past,
        keys: cache(keyCacheName(layer)),
        values: cache(valueCacheName(layer)),
      },
      { name: `${hooks}.hook_z`, attributes: { H, scale: 1 / Math.sqrt(headWidth(config)) } },
    );
    return recorder.linear(`blocks.${layer}.hook_attn_out`, z, weights.output);
  };
}

function keyCacheName(layer: number): string {
  return `keys of layer ${layer}`;
}

function valueCacheName(layer: number): string {
  return `values of layer ${layer}`;
}
