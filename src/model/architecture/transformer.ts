// A transformer of any family, recorded once for a batch shape: embeddings, blocks, the final norm and the unembedding.

import type { Graph, Tensor } from '../../kernels/graph/graph.ts';
import { crossEntropy } from '../../kernels/ops/cross-entropy/cross-entropy.ts';
import type { ActivationName } from './activations.ts';
import { architectureOf } from './architecture.ts';
import type { ModelConfig } from './config.ts';
import { transformerParameters } from './parameters.ts';
import { type EmbeddingInput, embeddingInput } from './parts/embedding-table.ts';
import { type PositionInputs, positionInputs } from './parts/positions.ts';
import { type InterventionInputs, Recorder } from './recorder.ts';
import type { RowShard } from './sharded-layout.ts';

export interface TransformerShape {
  /** Rows of the batch. */
  readonly B: number;
  /** Tokens a row, at most the T of the config. */
  readonly T: number;
  /** Activations that interventions may change; each adds an op and two inputs to the graph. */
  readonly intervenable?: readonly ActivationName[];
  /** Records the dropout of the config, if it has any. */
  readonly isTraining?: boolean;
  /** Row shards of each embedding table that exceeds the largest buffer. */
  readonly shards?: ReadonlyMap<string, readonly RowShard[]>;
}

/** A recorded transformer with its inputs and outputs. */
export interface Transformer {
  readonly graph: Graph;
  /** (B, T) ids. */
  readonly tokens: EmbeddingInput;
  /** (T) ids. */
  readonly positions: PositionInputs;
  /** (3): seed, step and shard of the dropout masks; absent without dropout. */
  readonly dropoutKey?: Tensor;
  /** (B, T, V). */
  readonly logits: Tensor;
  /** Tensors by activation name. */
  readonly hooks: ReadonlyMap<string, Tensor>;
  /** Inputs by activation name, for each intervenable activation. */
  readonly interventions: ReadonlyMap<string, InterventionInputs>;
}

export function transformer(config: ModelConfig, shape: TransformerShape): Transformer {
  const { B, T, intervenable, isTraining, shards } = shape;
  const recorder = new Recorder(transformerParameters(config), intervenable, shards);
  const tokens = embeddingInput(recorder.graph, 'tokens', [B, T], config.V);
  const positions = positionInputs(recorder.graph, config, [T], T);
  const dropoutKey = isTraining ? recorder.enableDropout(config) : undefined;

  const architecture = architectureOf(config);
  let x = recorder.dropout('embedding', architecture.embed(recorder, tokens, positions));
  for (let layer = 0; layer < config.L; layer++) {
    const entering = recorder.hook(`blocks.${layer}.hook_resid_pre`, x);
    x = architecture.block(recorder, layer, entering, config, positions);
  }
  const logits = architecture.unembed(recorder, x, config);
  const { graph, hooks, interventions } = recorder;
  return { graph, tokens, positions, dropoutKey, logits, hooks, interventions };
}

export interface NextTokenLoss {
  /** (B, T) ids of the next tokens; positions with a negative target are ignored. */
  readonly targets: Tensor;
  /** [1]: mean of −log p(target) over the positions that are not ignored, in nats. */
  readonly loss: Tensor;
  /** (B, T): −log p(target), 0 at ignored positions. */
  readonly tokenLoss: Tensor;
}

/** Adds the cross-entropy of the logits with the next tokens to the graph. */
export function nextTokenLoss({ graph, logits }: Transformer): NextTokenLoss {
  const targets = graph.input('targets', logits.shape.slice(0, -1), 'i32');
  const { loss, token_loss } = graph.apply(crossEntropy, { logits, targets }, { name: 'loss' });
  return { targets, loss, tokenLoss: token_loss };
}
