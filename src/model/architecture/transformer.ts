// The transformer: embeddings, blocks, a last layer norm and the unembedding, recorded once for a batch shape.

import type { Graph, Tensor } from '../../kernels/graph/graph.ts';
import { add } from '../../kernels/ops/add/add.ts';
import { concat } from '../../kernels/ops/concat/concat.ts';
import { crossEntropy } from '../../kernels/ops/cross-entropy/cross-entropy.ts';
import { embedding } from '../../kernels/ops/embedding/embedding.ts';
import { embeddingShard } from '../../kernels/ops/embedding-shard/embedding-shard.ts';
import { linearTransposed } from '../../kernels/ops/linear/linear.ts';
import type { ActivationName } from './activations.ts';
import { block } from './block.ts';
import type { ModelConfig } from './config.ts';
import { transformerParameters } from './parameters.ts';
import type { InterventionInputs, TableShard } from './recorder.ts';
import { Recorder } from './recorder.ts';
import type { RowShard } from './sharded-layout.ts';

export interface TransformerShape {
  readonly B: number;
  /** Up to the config's T. */
  readonly T: number;
  /** Activations the caller wants to change. */
  readonly intervenable?: readonly ActivationName[];
  /** Of tables that are cut between rows. */
  readonly shards?: ReadonlyMap<string, readonly RowShard[]>;
}

/** Ids and, for the reverse pass, which places of the batch used each row of the table. */
export interface EmbeddingInput {
  readonly ids: Tensor;
  readonly rowStarts: Tensor;
  readonly rowPositions: Tensor;
}

/** A recorded transformer and the tensors one writes to or reads from. */
export interface Transformer {
  readonly graph: Graph;
  readonly tokens: EmbeddingInput;
  readonly positions: EmbeddingInput;
  /** (B, T, V). */
  readonly logits: Tensor;
  /** By activation name. */
  readonly hooks: ReadonlyMap<string, Tensor>;
  readonly interventions: ReadonlyMap<string, InterventionInputs>;
}

export function transformer(config: ModelConfig, shape: TransformerShape): Transformer {
  const { B, T, intervenable, shards } = shape;
  const m = new Recorder(transformerParameters(config), intervenable, shards);
  const tokens = embeddingInput(m.graph, 'tokens', [B, T], config.V);
  const positions = embeddingInput(m.graph, 'positions', [T], config.T);

  let x = embed(m, tokens, positions);
  for (let layer = 0; layer < config.L; layer++) {
    x = block(m, layer, m.hook(`blocks.${layer}.hook_resid_pre`, x), config);
  }
  const logits = unembedStream(m, x, config);
  const { graph, hooks, interventions } = m;
  return { graph, tokens, positions, logits, hooks, interventions };
}

export interface NextTokenLoss {
  /** (B, T), the token that follows; negative where the loss should not look. */
  readonly targets: Tensor;
  /** [1]: mean of −log p(target) over the positions that count, in nats. */
  readonly loss: Tensor;
  /** (B, T), 0 where the loss does not look. */
  readonly tokenLoss: Tensor;
}

/** What training makes small: how surprised the model is by the token that really follows. */
export function nextTokenLoss({ graph, logits }: Transformer): NextTokenLoss {
  const targets = graph.input('targets', logits.shape.slice(0, -1), 'i32');
  const { loss, token_loss } = graph.apply(crossEntropy, { logits, targets }, { name: 'loss' });
  return { targets, loss, tokenLoss: token_loss };
}

/** Token and position embeddings, added: (B, T, C). */
export function embed(m: Recorder, tokens: EmbeddingInput, positions: EmbeddingInput): Tensor {
  const embedded = m.hook('hook_embed', embedRows(m, 'hook_embed', tokens, 'transformer.wte.weight'));
  const positioned = m.hook(
    'hook_pos_embed',
    embedRows(m, 'hook_pos_embed', positions, 'transformer.wpe.weight'),
  );
  return m.graph.apply(
    add,
    { a: embedded, b: positioned },
    { name: m.opOutputName('blocks.0.hook_resid_pre') },
  ).y;
}

/** The rows of a table that ids ask for. */
function embedRows(m: Recorder, hook: string, input: EmbeddingInput, weightName: string): Tensor {
  const { ids, rowStarts, rowPositions } = input;
  const name = m.opOutputName(hook);
  const [table, ...others] = m.tableShards(weightName);
  if (others.length === 0) {
    const inputs = { ids, table: table.tensor, row_starts: rowStarts, row_positions: rowPositions };
    return m.graph.apply(embedding, inputs, { name }).y;
  }
  return foldShards(
    [table, ...others],
    name,
    ({ tensor, firstRow }, partName, before) =>
      m.graph.apply(
        embeddingShard,
        { ids, table: tensor, before },
        { name: partName, attributes: { first: firstRow } },
      ).y,
  );
}

/** What a residual stream says, wherever it was taken from: the last layer norm, and a score for every token. */
export function unembedStream(m: Recorder, x: Tensor, { tied }: Pick<ModelConfig, 'tied'>): Tensor {
  return unembed(m, m.layerNorm('ln_final', x, 'transformer.ln_f'), tied);
}

/** A score for every token: the product with each row of the embedding, or of its own matrix if untied. */
export function unembed(m: Recorder, x: Tensor, tied: boolean): Tensor {
  const table = m.tableShards(tied ? 'transformer.wte.weight' : 'lm_head.weight');
  const name = m.opOutputName('logits');
  const scores = foldShards(table, name, ({ tensor: weight, firstRow }, partName, before) => {
    const own = before ? `${partName}, tokens from ${firstRow} alone` : partName;
    const { y } = m.graph.apply(linearTransposed, { x, weight }, { name: own });
    return before ? m.graph.apply(concat, { a: before, b: y }, { name: partName }).y : y;
  });
  return m.hook('logits', scores);
}

/** What is made of a table part by part, each with what came of those before it; the last bears the name. */
function foldShards(
  shards: readonly TableShard[],
  name: string,
  recordShard: (shard: TableShard, name: string, before: Tensor | undefined) => Tensor,
): Tensor {
  let result: Tensor | undefined;
  for (const [i, shard] of shards.entries()) {
    const isLast = i === shards.length - 1;
    result = recordShard(shard, isLast ? name : `${name}, up to part ${i + 1}`, result);
  }
  return result as Tensor;
}

export function embeddingInput(graph: Graph, name: string, shape: number[], rows: number): EmbeddingInput {
  return {
    ids: graph.input(name, shape, 'i32'),
    rowStarts: graph.input(`${name} row starts`, [rows + 1], 'i32'),
    rowPositions: graph.input(`${name} row positions`, [shape.reduce((a, b) => a * b)], 'i32'),
  };
}
