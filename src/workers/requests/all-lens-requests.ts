// The requests of the transformer's `lens`: the lenses, and what is trained on the run's activations and kept for them.

export * from '../../lenses/all-lenses.ts';
export * from './training/sparse-autoencoder.ts';
export * from './training/transcoders.ts';
export * from './training/tuned-lens.ts';
