// The list of digit lenses: one line each. A module exports one lens and the types of its request and result.

export * from './activations/lens.ts';
export * from './chain-rule/lens.ts';
export * from './cost/lens.ts';
export * from './cost-slice/lens.ts';
export * from './cost-slice-values/lens.ts';
export * from './desired-changes/lens.ts';
export * from './end-comparison-run/lens.ts';
export * from './example-gradients/lens.ts';
export * from './gradient/lens.ts';
export * from './images/lens.ts';
export * from './small-network/lens.ts';
export * from './start-comparison-run/lens.ts';
export * from './step-comparison-run/lens.ts';
export * from './test/lens.ts';
export * from './train-comparison-run/lens.ts';
export * from './weighted-sum/lens.ts';
export * from './weights/lens.ts';
