// The list of all ops. An op that is not here is not tested, not benchmarked and not self-tested.

import type { Op } from '../op.ts';
import { adamw } from './adamw/adamw.ts';
import { add } from './add/add.ts';
import { attentionMix } from './attention-mix/attention-mix.ts';
import { attentionScores } from './attention-scores/attention-scores.ts';
import { cachedAttention } from './cached-attention/cached-attention.ts';
import { clipGradients } from './clip-gradients/clip-gradients.ts';
import { concat } from './concat/concat.ts';
import { crossEntropy } from './cross-entropy/cross-entropy.ts';
import { embedding } from './embedding/embedding.ts';
import { embeddingShard } from './embedding-shard/embedding-shard.ts';
import { gelu } from './gelu/gelu.ts';
import { intervene } from './intervene/intervene.ts';
import { layerNorm } from './layer-norm/layer-norm.ts';
import { linear, linearTransposed } from './linear/linear.ts';
import { relu } from './relu/relu.ts';
import { sgd } from './sgd/sgd.ts';
import { sigmoid } from './sigmoid/sigmoid.ts';
import { softmax } from './softmax/softmax.ts';
import { split } from './split/split.ts';
import { squaredError } from './squared-error/squared-error.ts';
import { topK } from './top-k/top-k.ts';

export const OPS: readonly Op[] = [
  linear,
  linearTransposed,
  split,
  attentionScores,
  softmax,
  attentionMix,
  cachedAttention,
  add,
  gelu,
  relu,
  sigmoid,
  topK,
  intervene,
  embedding,
  embeddingShard,
  concat,
  layerNorm,
  crossEntropy,
  squaredError,
  clipGradients,
  adamw,
  sgd,
];
