// The lists of digit lenses. A module exports lenses and the types of their requests and results.

export * from './network-lenses.ts';
export * from './small-network-lenses.ts';
