// The transformer as it writes on: recorded for a few new positions, with the keys and values of all before in a cache.

import type { Graph, Tensor } from '../../kernels/graph/graph.ts';
import { cachedAttention } from '../../kernels/ops/cached-attention/cached-attention.ts';
import { type AttentionFn, block } from './block.ts';
import type { ModelConfig } from './config.ts';
import { transformerParameters } from './parameters.ts';
import { Recorder } from './recorder.ts';
import type { RowShard } from './sharded-layout.ts';
import { embed, embeddingInput, unembed } from './transformer.ts';

export interface CachedShape {
  /** Rows side by side, which may have different lengths. */
  readonly B: number;
  /** New positions. */
  readonly T: number;
  /** Places of the cache; at least as many as positions are ever filled. */
  readonly S: number;
  /** Whether it says what comes next; reading a prompt only fills the cache. */
  readonly withLogits: boolean;
  /** Of tables that are cut between rows. */
  readonly shards?: ReadonlyMap<string, readonly RowShard[]>;
}

export interface CachedTransformer {
  readonly graph: Graph;
  /** (B, T) ids. */
  readonly tokens: Tensor;
  /** (B, T) where in its row each new token stands, from 0. */
  readonly positions: Tensor;
  /** (B) positions before the new ones. */
  readonly past: Tensor;
  /** (B, T, V), if it predicts. */
  readonly logits?: Tensor;
}

/** The storages of the cache: keys and values of each layer, `cacheWords` each. They outlive the programs they serve. */
export function cacheNames({ L }: Pick<ModelConfig, 'L'>): string[] {
  return Array.from({ length: L }, (_, layer) => [keyCacheName(layer), valueCacheName(layer)]).flat();
}

/** Words of one storage of the cache: (B, S, C). */
export function cacheWords({ B, S }: Pick<CachedShape, 'B' | 'S'>, { C }: Pick<ModelConfig, 'C'>): number {
  return B * S * C;
}

/** T more positions of every row, which attend to each other and to the cache, and are added to it. */
export function cachedTransformer(config: ModelConfig, shape: CachedShape): CachedTransformer {
  const { B, T, withLogits, shards } = shape;
  const m = new Recorder(transformerParameters(config), [], shards);
  const tokens = embeddingInput(m.graph, 'tokens', [B, T], config.V);
  const positions = embeddingInput(m.graph, 'positions', [B, T], config.T);
  const past = m.graph.input('past', [B], 'i32');

  const attentionFn = cachedAttentionFn(past, shape, config);
  let x = embed(m, tokens, positions);
  for (let layer = 0; layer < config.L; layer++) x = block(m, layer, x, config, attentionFn);
  const recorded = { graph: m.graph, tokens: tokens.ids, positions: positions.ids, past };
  if (!withLogits) return recorded;
  return { ...recorded, logits: unembed(m, m.layerNorm('ln_final', x, 'transformer.ln_f'), config.tied) };
}

/** The attention of `attention.ts`, with queries of the new positions alone. */
function cachedAttentionFn(past: Tensor, shape: CachedShape, config: ModelConfig): AttentionFn {
  return (m, layer, x, H) => {
    const at = `blocks.${layer}.attn`;
    const weights = `transformer.h.${layer}.attn`;
    const { B, S } = shape;
    const { C } = config;
    const cache = (name: string) => m.graph.view(m.graph.shared(name, cacheWords(shape, config)), [B, S, C]);
    const { z } = m.graph.apply(
      cachedAttention,
      {
        qkv: m.project(`${at}.qkv`, x, `${weights}.c_attn`),
        past,
        keys: cache(keyCacheName(layer)),
        values: cache(valueCacheName(layer)),
      },
      { name: `${at}.hook_z`, attributes: { H, scale: 1 / Math.sqrt(C / H) } },
    );
    return m.linear(`blocks.${layer}.hook_attn_out`, z, `${weights}.c_proj`);
  };
}

function keyCacheName(layer: number): string {
  return `keys of layer ${layer}`;
}

function valueCacheName(layer: number): string {
  return `values of layer ${layer}`;
}
