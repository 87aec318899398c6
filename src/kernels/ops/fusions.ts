// The fusions of a training step on a GPU: which nodes a fused op replaces.

import type { Fusion, Pattern } from '../graph/fuse.ts';
import { type Node, root, type Tensor } from '../graph/graph.ts';
import type { AdapterKind, Op } from '../op.ts';
import { add } from './add/add.ts';
import { attentionMix } from './attention-mix/attention-mix.ts';
import { attentionScores } from './attention-scores/attention-scores.ts';
import { embedding } from './embedding/embedding.ts';
import { embeddingSum } from './embedding-sum/embedding-sum.ts';
import { flashAttention, MAX_TILE_HEAD } from './flash-attention/flash-attention.ts';
import { gelu } from './gelu/gelu.ts';
import { linear } from './linear/linear.ts';
import { linearResidual } from './linear-residual/linear-residual.ts';
import { mlp } from './mlp/mlp.ts';
import { relu } from './relu/relu.ts';
import { softmax } from './softmax/softmax.ts';
import { split } from './split/split.ts';

/** Ops of GPU plans only: on the CPU a pass costs nothing, and the ops that they replace have faster kernels. */
export const FUSED_OPS: readonly Op[] = [embeddingSum, flashAttention, linearResidual, mlp];

const isA = <O extends Op>(op: O, node: Node | undefined): node is Node => node?.op === op;

/** The term of a sum that a product kernel can add to this product. */
function residualOf(sum: Node | undefined, product: Node): Tensor | undefined {
  if (!isA(add, sum) || sum.k.N !== sum.k.M) return undefined;
  const { a, b } = sum.tensors;
  const residual = root(b) === root(product.tensors.y) ? a : b;
  const isAnother = root(a) !== root(b);
  return isAnother && residual.shape.at(-1) === product.k.N ? residual : undefined;
}

/** The embeddings of tokens and of positions, and their sum. */
const fuseEmbeddings: Fusion = (pattern, node) => {
  if (!isA(add, node)) return;
  const [tokens, positions] = [node.tensors.a, node.tensors.b].map((term) => pattern.soleProducer(term));
  if (!isA(embedding, tokens) || !isA(embedding, positions) || tokens === positions) return;
  const { ids, table, row_starts, row_positions } = tokens.tensors;
  pattern.graph.replace(
    [tokens, positions, node],
    embeddingSum,
    {
      ...{ ids, table, row_starts, row_positions },
      positions: positions.tensors.ids,
      position_table: positions.tensors.table,
      position_row_starts: positions.tensors.row_starts,
      position_row_positions: positions.tensors.row_positions,
    },
    { y: node.tensors.y },
    { name: node.name },
  );
};

/** linear → activation → linear, and the sum with the residual stream if it follows. */
const fuseMlp: Fusion = (pattern, node) => {
  if (!isA(gelu, node) && !isA(relu, node)) return;
  const first = pattern.soleProducer(node.tensors.x);
  const second = pattern.soleConsumer(node.tensors.y);
  if (!isA(linear, first) || !isA(linear, second) || root(second.tensors.x) !== root(node.tensors.y)) return;
  const sum = pattern.soleConsumer(second.tensors.y);
  const residual = residualOf(sum, second);
  const last = residual && sum ? sum : second;
  pattern.graph.replace(
    [...new Set([first, node, second, last])],
    mlp,
    {
      x: first.tensors.x,
      w_in: first.tensors.weight,
      b_in: first.tensors.bias,
      w_out: second.tensors.weight,
      b_out: second.tensors.bias,
      residual,
    },
    { y: last.tensors.y },
    { name: last.name, attributes: { relu: isA(relu, node) } },
  );
};

/** linear → sum with the residual stream. */
const fuseResidual: Fusion = (pattern, node) => {
  const product = residualProduct(pattern, node);
  const residual = product && residualOf(node, product);
  if (!product || !residual) return;
  const { x, weight, bias } = product.tensors;
  pattern.graph.replace(
    [product, node],
    linearResidual,
    { x, weight, bias, residual },
    { y: node.tensors.y },
    { name: node.name },
  );
};

function residualProduct(pattern: Pattern, node: Node): Node | undefined {
  if (!isA(add, node)) return undefined;
  const { a, b } = node.tensors;
  return [b, a].map((term) => pattern.soleProducer(term)).find((producer) => isA(linear, producer));
}

/** split → scores → softmax → mix of causal attention, without what lies between queries and pattern in some models. */
const fuseAttention: Fusion = (pattern, node) => {
  if (!isA(softmax, node)) return;
  const scores = pattern.soleProducer(node.tensors.x);
  const mix = pattern.soleConsumer(node.tensors.p);
  if (!isA(attentionScores, scores) || !isA(attentionMix, mix)) return;
  const { q, k } = scores.tensors;
  const { v, z } = mix.tensors;
  const splits = [q, k, v].map((part) => pattern.soleProducer(part));
  const [parts] = splits;
  if (!isA(split, parts) || splits.some((each) => each !== parts)) return;
  const { qkv } = parts.tensors;
  const { H, D, scale } = scores.k;
  const isByPart =
    qkv.shape.length === 3 &&
    [q, k, v].every((part, i) => part === [parts.tensors.q, parts.tensors.k, parts.tensors.v][i]);
  if (!isByPart || !scores.k.causal || D > MAX_TILE_HEAD) return;
  const options = { name: mix.name, attributes: { scale }, dims: { H } };
  pattern.graph.replace([parts, scores, node, mix], flashAttention, { qkv }, { z }, options);
};

/** An MLP comes first, because a product of one is not fused by itself. */
const FUSIONS: readonly Fusion[] = [fuseEmbeddings, fuseMlp, fuseResidual];

/**
 * The fusions that pay on a kind of adapter: measured on a software adapter, assumed on hardware. Attention in one pass computes the
 * pattern three times and spares its bytes; it shares tiles in workgroup memory, which is slow on software adapters.
 */
export function fusionsFor(kind: AdapterKind): readonly Fusion[] {
  return kind === 'hardware' ? [...FUSIONS, fuseAttention] : FUSIONS;
}
