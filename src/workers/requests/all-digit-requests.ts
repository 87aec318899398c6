// The requests of the digit network's `lens`: the lenses, and the runs that are trained for comparison.

export * from '../../lenses/digits/all-digit-lenses.ts';
export * from './training/comparison-runs.ts';
