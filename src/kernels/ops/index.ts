// All ops. Adding an op takes a folder and one line here.

export { adamw } from './adamw/adamw.ts';
export { add } from './add/add.ts';
export { attentionMix } from './attention-mix/attention-mix.ts';
export { attentionScores } from './attention-scores/attention-scores.ts';
export { cachedAttention } from './cached-attention/cached-attention.ts';
export { clipGradients } from './clip-gradients/clip-gradients.ts';
export { concat } from './concat/concat.ts';
export { crossEntropy } from './cross-entropy/cross-entropy.ts';
export { embedding } from './embedding/embedding.ts';
export { embeddingShard } from './embedding-shard/embedding-shard.ts';
export { gelu } from './gelu/gelu.ts';
export { geluErf } from './gelu-erf/gelu-erf.ts';
export { intervene } from './intervene/intervene.ts';
export { layerNorm } from './layer-norm/layer-norm.ts';
export { linear, linearTransposed } from './linear/linear.ts';
export { relu } from './relu/relu.ts';
export { rmsNorm } from './rms-norm/rms-norm.ts';
export { rotary } from './rotary/rotary.ts';
export { sgd } from './sgd/sgd.ts';
export { sigmoid } from './sigmoid/sigmoid.ts';
export { silu } from './silu/silu.ts';
export { softmax } from './softmax/softmax.ts';
export { split } from './split/split.ts';
export { squaredError } from './squared-error/squared-error.ts';
export { swiglu } from './swiglu/swiglu.ts';
export { topK } from './top-k/top-k.ts';
