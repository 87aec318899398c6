// What a model is: the seam between families of transformers and everything that trains, inspects and stores them.

import type { Tensor } from '../../kernels/graph/graph.ts';
import { add } from '../../kernels/ops/add/add.ts';
import { type FamilyName, familyOf, type ModelConfig } from './config.ts';
import { gptNeo } from './families/gpt-neo.ts';
import { gptNeox } from './families/gpt-neox.ts';
import { gpt2 } from './families/gpt2.ts';
import { llama } from './families/llama.ts';
import type { Parameter } from './parameters.ts';
import { type AttentionFn, wholeContext } from './parts/attention.ts';
import { block } from './parts/block.ts';
import { type EmbeddingInput, embedRows, unembedRows } from './parts/embedding-table.ts';
import { partParameters } from './parts/part-parameters.ts';
import type { PositionInputs } from './parts/positions.ts';
import type { WeightNames } from './parts/weight-names.ts';
import type { Recorder } from './recorder.ts';
import { partViews } from './views/part-views.ts';
import type { ModelViews } from './views/views.ts';

/** A transformer of the parts of its config, under the names of one family: in one file of `families/`. */
export interface Architecture {
  /** All parameters in the order of the family's files. */
  parameters(config: ModelConfig): Parameter[];
  /** The residual stream (B, T, C) before the first block. */
  embed(recorder: Recorder, tokens: EmbeddingInput, positions: PositionInputs): Tensor;
  /** One block: (B, T, C) → (B, T, C). `attentionFn` is the whole context by default, or a cache for generation. */
  block(
    recorder: Recorder,
    layer: number,
    x: Tensor,
    config: ModelConfig,
    positions: PositionInputs,
    attentionFn?: AttentionFn,
  ): Tensor;
  /** The final norm, then logits: a residual stream (B, T, C) of any layer → (B, T, V). */
  unembed(recorder: Recorder, x: Tensor, config: ModelConfig): Tensor;
  /** Where heads, neurons, norms and tables lie in the parameters. */
  views(config: ModelConfig): ModelViews;
}

function ofParts(names: WeightNames): Architecture {
  return {
    parameters: (config) => partParameters(names, config),
    /** Token embedding + position embedding, if positions are learned. */
    embed(recorder, tokens, { learned }) {
      const a = embedRows(recorder, 'hook_embed', tokens, names.embedding);
      if (!learned) return a;
      const b = embedRows(recorder, 'hook_pos_embed', learned, names.positions);
      return recorder.graph.apply(add, { a, b }, { name: recorder.opOutputName('blocks.0.hook_resid_pre') })
        .y;
    },
    block: (recorder, layer, x, config, positions, attentionFn = wholeContext) =>
      block(recorder, layer, x, config, names.block(layer), positions, attentionFn),
    unembed(recorder, x, config) {
      const normalized = recorder.norm('ln_final', x, names.finalNorm, config);
      return unembedRows(recorder, 'logits', normalized, config.tied ? names.embedding : names.unembedding);
    },
    views: (config) => partViews(names, config),
  };
}

const ARCHITECTURES: Readonly<Record<FamilyName, Architecture>> = {
  gpt2: ofParts(gpt2),
  llama: ofParts(llama),
  gpt_neox: ofParts(gptNeox),
  gpt_neo: ofParts(gptNeo),
};

export function architectureOf(config: ModelConfig): Architecture {
  return ARCHITECTURES[familyOf(config)];
}

/** All parameters of a model, in the order of its family's files. */
export function transformerParameters(config: ModelConfig): Parameter[] {
  return architectureOf(config).parameters(config);
}

/** Where heads, neurons, norms and tables of a model lie in its parameters. */
export function modelViews(config: ModelConfig): ModelViews {
  return architectureOf(config).views(config);
}
