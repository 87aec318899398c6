// How a network adds modulo p: the Fourier spectrum of its embedding and of its logits, the circle on which it places numbers, and
// the losses with and without its key frequencies (Nanda et al. 2023, "Progress measures for grokking via mechanistic
// interpretability").

import { modelViews } from '../../model/architecture/architecture.ts';
import { readViews, viewNumbers } from '../../model/architecture/views/views.ts';
import type { Split } from '../../model/data/dataset.ts';
import { lastLogitsInBatches } from '../../model/inspection/inspect-in-batches.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { defineFrozenLens } from '../shared/define-lens.ts';
import * as v from '../shared/schemas.ts';
import { columnTable, fixed, formatPercent, percents, signed } from '../shared/text-table.ts';
import { circlePoints, fourierComponents, type PeriodicRows, powerShares } from './fourier.ts';
import { type Sum, type SumScore, sumScores } from './sum-scores.ts';

export interface FrequencyShare {
  readonly k: number;
  /** Shares of the variance of the numbers' embeddings, and of that of the mean logits of held-out sums by a + b. All alike are 2 / (p − 1). */
  readonly embedding: number;
  readonly logits: number;
  /** Its contribution to the logit of the right answer beyond the mean of all, over held-out sums. */
  readonly gain: number;
  /** A key frequency: it adds a tenth of what the largest adds, and more than three standard deviations of what the same numbers add in random order. */
  readonly isKey: boolean;
}

export interface FourierResult {
  step: number;
  /** p. */
  modulus: number;
  frequencies: FrequencyShare[];
  /** Over all sums of the split, among the numbers: `+` and `=` are no answers. */
  train: SumScore;
  validation: SumScore;
  /** With nothing but the key frequencies of a + b in the logits, over both: it falls when the rule forms. */
  restricted: SumScore;
  /** Without them, over training sums: it stays low while the network only remembers its examples. */
  excluded: SumScore;
  /** Both losses with all frequencies that are no key: restricting to frequencies, and leaving some out, does this by itself. */
  others: { restricted: SumScore; excluded: SumScore };
  /** The frequency that the embedding has most of, and each number's coordinates on its circle: two each. */
  circle: { k: number; points: number[] };
}

export const fourierLens = defineFrozenLens({
  name: 'fourier',
  request: v.strictObject({}),
  compute: analyseSums,
  table: { toRequest: () => ({}), format: formatResult },
});

async function* analyseSums(frozen: FrozenModel): Job<FourierResult> {
  const p = modulusOf(frozen);
  const embedding = await numberEmbeddings(frozen, p);
  const logits = yield* logitsOfSums(frozen, p);
  const components = fourierComponents(embedding);
  const embeddingShares = powerShares(components);
  const { shares, gains, isKey, ...scores } = sumScores(logits, p, splitSums(frozen, p));
  const highest = embeddingShares.indexOf(Math.max(...embeddingShares));
  return {
    step: frozen.step,
    modulus: p,
    frequencies: shares.map((share, index) => ({
      k: index + 1,
      embedding: embeddingShares[index],
      logits: share,
      gain: gains[index],
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

/** A number's id is the number itself. */
function splitSums({ plan: { dataset } }: FrozenModel, p: number): Record<Split, Sum[]> {
  const trained = new Set((dataset.trainingSentences ?? []).map(([a, , b]) => a * p + b));
  const sums = Array.from({ length: p * p }, (_, pair): Sum => [Math.floor(pair / p), pair % p]);
  const isTrained = ([a, b]: Sum) => trained.has(a * p + b);
  return { train: sums.filter(isTrained), validation: sums.filter((sum) => !isTrained(sum)) };
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

const LISTED = 12;

function formatResult({ modulus, frequencies, circle, ...scores }: FourierResult): string[] {
  const { train, validation, restricted, excluded, others } = scores;
  const chance = Math.log(modulus).toFixed(3);
  const rows: [string, SumScore][] = [
    ['training sums', train],
    ['held-out sums', validation],
    ['restricted to key frequencies', restricted],
    ['without key frequencies, training sums', excluded],
    ['restricted to all other frequencies', others.restricted],
    ['without all other frequencies, training sums', others.excluded],
  ];
  const strongest = frequencies.toSorted((one, other) => other.logits - one.logits).slice(0, LISTED);
  return [
    `modulus ${modulus}; guessing costs ${chance} nats; a frequency's mean share is ${formatPercent(1 / frequencies.length)}`,
    ...columnTable(rows, [
      ['', ([name]) => name],
      fixed('loss', ([, { loss }]) => loss, 3),
      percents('accuracy', ([, { accuracy }]) => accuracy),
    ]),
    '',
    ...columnTable(strongest, [
      ['frequency', ({ k, isKey }) => `${k}${isKey ? ' key' : ''}`],
      percents('of the embedding', ({ embedding }) => embedding),
      percents('of the logits', ({ logits }) => logits),
      signed('adds to the right answer', ({ gain }) => gain),
    ]),
    `the embedding's circle: frequency ${circle.k}`,
  ];
}
