// The CPU kernels: WebAssembly exports by the names and arguments that the ops declare in their `wasm` fields. Tensors
// come as byte addresses (0: absent), constants as numbers. Gradients are added to; the executor clears them first.
//
// One source makes two modules, with plain SIMD and with relaxed SIMD, where `fma` rounds once. Every sum has a fixed
// order, so that one module on one machine gives the same bits every time. Nothing here allocates.

export * from './activations';
export * from '../../../ops/adamw/adamw.as';
export * from '../../../ops/add/add.as';
export * from '../../../ops/attention/attention.as';
export * from '../../../ops/cached-attention/cached-attention.as';
export * from '../../../ops/clip-gradients/clip-gradients.as';
export * from '../../../ops/cross-entropy/cross-entropy.as';
export * from '../../../ops/embedding/embedding.as';
export * from '../../../ops/intervene/intervene.as';
export * from '../../../ops/concat/concat.as';
export * from '../../../ops/layer-norm/layer-norm.as';
export * from '../../../ops/linear/linear.as';
export * from './memory';
export * from './rates';
export * from '../../../ops/sgd/sgd.as';
export * from '../../../ops/softmax/softmax.as';
export * from '../../../ops/split/split.as';
export * from '../../../ops/squared-error/squared-error.as';
export * from '../../../ops/top-k/top-k.as';
