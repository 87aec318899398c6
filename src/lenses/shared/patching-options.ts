// Names, for requests and options, of the metrics and methods of patching.

/** `logit-difference`: logit of the answer less the other's. `rank`: of the answer, from 1. */
export const METRICS = ['logit-difference', 'probability', 'rank'] as const;
export type MetricName = (typeof METRICS)[number];

/**
 * `denoise` patches the clean prompt's activations into the corrupted run, `noise` the corrupted prompt's into the clean run.
 * The others change the clean run: `zero`; `mean` over the reference prompts at the same position; `resample`, the activation
 * in reference prompts drawn at random.
 */
export const METHODS = ['denoise', 'noise', 'zero', 'mean', 'resample'] as const;
export type Method = (typeof METHODS)[number];
