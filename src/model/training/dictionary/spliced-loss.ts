// The loss that dictionaries cause: the model's with their reconstructions in place of the activations, beside ablation.

import type { Job } from '../../../shared/job.ts';
import type { SplicedLoss } from '../../../shared/loss-recovered.ts';
import type { ActivationName } from '../../architecture/activations.ts';
import type { Batch } from '../../data/dataset.ts';
import { activationWidth } from '../../inspection/corpus-activations.ts';
import type { AffineIntervention } from '../../inspection/inspector.ts';
import type { FrozenModel } from '../run.ts';
import type { Dictionary } from './dictionary.ts';
import { compileDictionary } from './dictionary-program.ts';
import { ROWS } from './train-dictionary.ts';

interface Replacement {
  readonly input: ActivationName;
  readonly output: ActivationName;
  readonly dictionary: Dictionary;
}

const BATCHES = 2;
/** Tokens of a batch. */
const MAX_POSITIONS = 1024;

/** Replacements in the order of computation: each reads what the earlier ones have changed. */
export async function* splicedLoss(
  frozen: FrozenModel,
  replacements: readonly Replacement[],
): Job<SplicedLoss> {
  const { dataset, config } = frozen.plan;
  const { T } = config;
  const B = Math.max(1, Math.floor(MAX_POSITIONS / T));
  const sums: SplicedLoss = { clean: 0, spliced: 0, zero: 0, mean: 0 };
  for (let step = 0; step < BATCHES; step++) {
    const batch = dataset.batch({ split: 'validation', step, seed: 0, B, T });
    const interventions = {
      clean: new Map<ActivationName, AffineIntervention>(),
      zero: ablation(frozen, replacements, B * T, () => 0),
      mean: ablation(frozen, replacements, B * T, ({ output }, i) => output.mean[i % output.mean.length]),
      spliced: yield* reconstructions(frozen, replacements, { ...batch, B, T }),
    };
    for (const [name, changes] of Object.entries(interventions)) {
      const result = await frozen.inspector.run({ ...{ ...batch, B, T }, names: [], interventions: changes });
      sums[name as keyof SplicedLoss] += (result.loss as number) / BATCHES;
      yield { label: 'held-out batches run', done: step + 1, total: BATCHES };
    }
  }
  return sums;
}

function ablation(
  { plan: { config } }: FrozenModel,
  replacements: readonly Replacement[],
  positions: number,
  value: (dictionary: Dictionary, i: number) => number,
) {
  return new Map(
    replacements.map(({ output, dictionary }) => {
      const length = positions * activationWidth(config, output);
      const offset = Float32Array.from({ length }, (_, i) => value(dictionary, i));
      return [output, { factor: new Float32Array(length), offset }] as const;
    }),
  );
}

async function* reconstructions(
  { inspector, executor }: FrozenModel,
  replacements: readonly Replacement[],
  { targets: _, ...request }: Batch & { readonly B: number; readonly T: number },
): Job<Map<ActivationName, AffineIntervention>> {
  const interventions = new Map<ActivationName, AffineIntervention>();
  for (const { input, output, dictionary } of replacements) {
    const { activations } = await inspector.run({ ...request, names: [input], interventions });
    const numbers = activations.get(input)?.data as Float32Array;
    const N = request.B * request.T;
    const offset = new Float32Array(N * dictionary.dOut);
    const compiled = await compileDictionary(executor, dictionary);
    try {
      for (let first = 0; first < N; first += ROWS) {
        const rows = Array.from({ length: Math.min(ROWS, N - first) }, (_, r) => first + r);
        const { reconstruction } = await compiled.encode({ numbers, N, d: dictionary.d }, rows);
        offset.set(reconstruction, first * dictionary.dOut);
      }
    } finally {
      compiled.dispose();
    }
    interventions.set(output, { factor: new Float32Array(offset.length), offset });
    yield { label: 'layers replaced', done: interventions.size, total: replacements.length };
  }
  return interventions;
}
