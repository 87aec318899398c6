// The modules with lenses of the digit network, and the types of their requests and results.

export * from './network-lenses.ts';
export * from './small-network-lenses.ts';
