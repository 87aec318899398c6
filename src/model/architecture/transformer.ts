// A transformer of any family, recorded once for a batch shape: embeddings, blocks, the final norm and the unembedding.

import type { Graph, Tensor } from '../../kernels/graph/graph.ts';
import { crossEntropy } from '../../kernels/ops/cross-entropy/cross-entropy.ts';
import { embeddingShard } from '../../kernels/ops/embedding-shard/embedding-shard.ts';
import { softmax } from '../../kernels/ops/softmax/softmax.ts';
import type { ActivationName } from './activations.ts';
import { architectureOf, transformerParameters } from './architecture.ts';
import type { ModelConfig } from './config.ts';
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
  const embedded = recorder.dropout('embedding', architecture.embed(recorder, tokens, positions));
  const x = recordBlocks(recorder, config, embedded, positions);
  const logits = architecture.unembed(recorder, x, config);
  const { graph, hooks, interventions } = recorder;
  return { graph, tokens, positions, dropoutKey, logits, hooks, interventions };
}

/** The blocks from `firstLayer` on. */
function recordBlocks(
  recorder: Recorder,
  config: ModelConfig,
  stream: Tensor,
  positions: PositionInputs,
  firstLayer = 0,
): Tensor {
  let x = stream;
  for (let layer = firstLayer; layer < config.L; layer++) {
    const entering = recorder.hook(`blocks.${layer}.hook_resid_pre`, x);
    x = architectureOf(config).block(recorder, layer, entering, config, positions);
  }
  return x;
}

/** The part of a transformer that follows a given residual stream, and what it predicts at one position of each row. */
export interface UpperLayers {
  readonly graph: Graph;
  readonly positions: PositionInputs;
  /** (B, T, C): enters `firstLayer`. */
  readonly stream: Tensor;
  /** (B): the row of the stream, as (B·T, C), whose prediction is computed. */
  readonly predictingRows: Tensor;
  /** (B, V): of the next token. */
  readonly probabilities: Tensor;
  readonly interventions: ReadonlyMap<string, InterventionInputs>;
}

/** `firstLayer` is at most L: then only the final norm and the unembedding are recorded. */
export function upperLayers(
  config: ModelConfig,
  { B, T, firstLayer, intervenable, shards }: TransformerShape & { readonly firstLayer: number },
): UpperLayers {
  const recorder = new Recorder(transformerParameters(config), intervenable, shards);
  const { graph, interventions } = recorder;
  const stream = graph.input('stream', [B, T, config.C]);
  // Learned positions are part of the stream already.
  const { rotary } = positionInputs(graph, config, [T], T);
  const x = recordBlocks(recorder, config, stream, { rotary }, firstLayer);
  const predictingRows = graph.input('predicting rows', [B], 'i32');
  const table = graph.view(x, [B * T, config.C]);
  const gathered = graph.apply(
    embeddingShard,
    { ids: predictingRows, table },
    { name: 'rows', attributes: { first: 0 } },
  );
  const logits = architectureOf(config).unembed(recorder, gathered.y, config);
  const { p: probabilities } = graph.apply(softmax, { x: logits }, { name: 'probabilities' });
  return { graph, positions: { rotary }, stream, predictingRows, probabilities, interventions };
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
