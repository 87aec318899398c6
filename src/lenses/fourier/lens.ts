// How a network adds modulo p: the Fourier spectrum of its embedding and of its logits, the circle on which it places numbers, and
// the losses with and without its key frequencies (Nanda et al. 2023, "Progress measures for grokking via mechanistic
// interpretability").

import { modelViews } from '../../model/architecture/architecture.ts';
import { readViews, viewNumbers } from '../../model/architecture/views/views.ts';
import type { RecallProbe, Split } from '../../model/data/dataset.ts';
import { lastLogitsInBatches } from '../../model/inspection/inspect-in-batches.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { strictObject } from '../../shared/validation.ts';
import { defineFrozenLens } from '../shared/define-lens.ts';
import { formatPercent, formatTable } from '../shared/text-table.ts';
import { circlePoints, fourierComponents, type PeriodicRows, powerShares } from './fourier.ts';
import { type Sum, type SumScore, sumScores } from './sum-scores.ts';

export interface FrequencyShare {
  readonly k: number;
  /** Of the variance of the numbers' embeddings, and of that of the mean logits by a + b. All alike are 2 / (p − 1). */
  readonly embedding: number;
  readonly logits: number;
  /** A key frequency: the logits have at least three times as much of it as of the mean frequency. */
  readonly isKey: boolean;
}

export interface FourierResult {
  step: number;
  /** p. */
  modulus: number;
  frequencies: FrequencyShare[];
  /** Over the sums that evaluations ask, among the numbers: `+` and `=` are no answers. */
  train: SumScore;
  validation: SumScore;
  /** With nothing but the key frequencies of a + b in the logits, over both: it falls when the rule forms. */
  restricted: SumScore;
  /** Without them, over training sums: it stays low while the network only remembers its examples. */
  excluded: SumScore;
  /** The frequency that the embedding has most of, and each number's coordinates on its circle: two each. */
  circle: { k: number; points: number[] };
}

export const fourierLens = defineFrozenLens({
  name: 'fourier',
  request: strictObject({}),
  compute: analyseSums,
  table: { toRequest: () => ({}), format: formatResult },
});

async function* analyseSums(frozen: FrozenModel): Job<FourierResult> {
  const p = modulusOf(frozen);
  const embedding = await numberEmbeddings(frozen, p);
  const logits = yield* logitsOfSums(frozen, p);
  const components = fourierComponents(embedding);
  const embeddingShares = powerShares(components);
  const { shares, isKey, ...scores } = sumScores(logits, p, {
    train: askedSums(frozen, 'train'),
    validation: askedSums(frozen, 'validation'),
  });
  const highest = embeddingShares.indexOf(Math.max(...embeddingShares));
  return {
    step: frozen.step,
    modulus: p,
    frequencies: shares.map((share, index) => ({
      k: index + 1,
      embedding: embeddingShares[index],
      logits: share,
      isKey: isKey[index],
    })),
    ...scores,
    circle: { k: highest + 1, points: circlePoints(embedding, components[highest]) },
  };
}

/** Throws if the model's data are not modular sums. */
function modulusOf({ plan: { dataset } }: FrozenModel): number {
  const modulus = dataset.statistics.find(({ label }) => label === 'modulus')?.value;
  if (dataset.name !== 'modular' || typeof modulus !== 'number')
    throw new Error('This model does not add modulo a number. Train the preset modular.');
  return modulus;
}

/** The sums that evaluations ask. A number's id is the number itself. */
function askedSums({ plan: { dataset } }: FrozenModel, split: Split): Sum[] {
  const probes = dataset.measures.flatMap((measure): RecallProbe[] =>
    measure.kind === 'recall' ? measure.probes : [],
  );
  return probes.filter((probe) => probe.split === split).map(({ tokens: [a, , b] }) => [a, b]);
}

async function numberEmbeddings({ plan, weights }: FrozenModel, p: number): Promise<PeriodicRows> {
  const { embedding } = modelViews(plan.config);
  const values = viewNumbers(await readViews(weights, [embedding]), embedding);
  return { values: values.subarray(0, p * embedding.columns), p, n: embedding.columns };
}

/** (p², p): of the numbers, after `a + b =`. */
async function* logitsOfSums({ inspector, plan }: FrozenModel, p: number): Job<Float32Array> {
  const { config, dataset } = plan;
  const plus = dataset.tokenizer.encode('+').ids[0];
  const equals = dataset.tokenizer.encode('=').ids[0];
  const prompts = Array.from({ length: p * p }, (_, i) => [Math.floor(i / p), plus, i % p, equals]);
  const logits = new Float32Array(p * p * p);
  let done = 0;
  for await (const batch of lastLogitsInBatches(inspector, config, prompts)) {
    for (const row of batch) logits.set(row.subarray(0, p), p * done++);
    yield { label: 'sums', done, total: p * p };
  }
  return logits;
}

function formatResult({ modulus, frequencies, circle, ...scores }: FourierResult): string[] {
  const { train, validation, restricted, excluded } = scores;
  const chance = Math.log(modulus).toFixed(3);
  const row = (name: string, { loss, accuracy }: SumScore) => [
    name,
    loss.toFixed(3),
    formatPercent(accuracy),
  ];
  const strongest = frequencies
    .toSorted((one, other) => other.logits - one.logits)
    .slice(0, 8)
    .map(({ k, embedding, logits, isKey }) => [
      `${k}${isKey ? ' key' : ''}`,
      formatPercent(embedding),
      formatPercent(logits),
    ]);
  return [
    `modulus ${modulus}; guessing costs ${chance} nats; a frequency's mean share is ${formatPercent(1 / frequencies.length)}`,
    ...formatTable([
      ['', 'loss', 'accuracy'],
      row('training sums', train),
      row('held-out sums', validation),
      row('restricted to key frequencies', restricted),
      row('without key frequencies, training sums', excluded),
    ]),
    '',
    ...formatTable([['frequency', 'of the embedding', 'of the logits'], ...strongest]),
    `the embedding's circle: frequency ${circle.k}`,
  ];
}
