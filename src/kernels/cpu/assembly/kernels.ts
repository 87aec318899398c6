// The CPU kernels: WebAssembly exports by the names and arguments that the ops declare in their `wasm` fields. Tensors
// come as byte addresses (0: absent), constants as numbers. Gradients are added to; the executor clears them first.
//
// One source makes two modules, with plain SIMD and with relaxed SIMD, where `fma` rounds once. Every sum has a fixed
// order, so that one module on one machine gives the same bits every time. Nothing here allocates.

export * from './activations';
export * from './adamw';
export * from './add';
export * from './attention';
export * from './cached-attention';
export * from './clip-gradients';
export * from './cross-entropy';
export * from './embedding';
export * from './intervene';
export * from './join';
export * from './layer-norm';
export * from './linear';
export * from './memory';
export * from './rates';
export * from './sgd';
export * from './softmax';
export * from './split';
export * from './squared-error';
export * from './top-k';
