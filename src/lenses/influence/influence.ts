// Influence of training rows on an answer: gradient dot products (TracIn, Pruthi et al. 2020), checked by taking one gradient step with
// each row alone, and one with the batch without it.

import type { Parameter } from '../../model/architecture/parameters.ts';
import { Weights, type WeightValues } from '../../model/architecture/weights.ts';
import { IGNORE_INDEX } from '../../model/data/dataset.ts';
import { argmax } from '../../model/generation/sampler.ts';
import { Inspector } from '../../model/inspection/inspector.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import { correlation } from '../../shared/correlation.ts';
import type { Job } from '../../shared/job.ts';
import { addScaled, dotProduct, sum } from '../../shared/numbers.ts';
import { defineFrozenLens } from '../shared/define-lens.ts';
import { tokenId } from '../shared/lens-table.ts';
import {
  assertTokenIds,
  encodePrompt,
  toPaddedBatch,
  toToken,
  toTokens,
  vectorAt,
} from '../shared/prompt-tokens.ts';
import type { Token } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { columnTable, signed } from '../shared/text-table.ts';

/** One row of the batch; changes of the answer's loss, in nats: below 0 the row teaches the answer. */
export interface RowInfluence {
  text: string;
  /** −rate × product of both gradients. */
  estimate: number;
  /** After a gradient step with this row alone. */
  alone: number;
  /** After a step with the batch, less after one with the batch without this row. */
  leftOut: number;
  /** Different tokens that it shares with prompt and answer. */
  shared: number;
}

export interface InfluenceResult {
  step: number;
  batchStep: number;
  tokens: Token[];
  answer: Token;
  /** −ln p of the answer. */
  loss: number;
  rate: number;
  /** The row that teaches most first, by the step with it alone. */
  rows: RowInfluence[];
  /** Pearson's over the rows: estimates with each exact value, and shared tokens with the first, as a baseline. */
  correlations: { alone: number; leftOut: number; shared: number };
}

const DEFAULT_ROWS = 16;
/** Length of a step on one row, of the length of the weights: about what a step of training moves. */
const STEP_SHARE = 1e-3;

// `answer`: a token id, the prediction without it. `batchStep`: of the training batch, by default the next one. `rate`: of plain
// gradient steps, by default such that they move the weights by a thousandth; the larger, the worse a gradient foretells them.
const REQUEST = v.strictObject({
  text: v.TEXT,
  answer: v.optional(v.anyNumber),
  rows: v.optional(v.integerBetween(2, 64)),
  batchStep: v.optional(v.integerBetween(0, Number.MAX_SAFE_INTEGER)),
  rate: v.optional(v.numberBetween(1e-6, 10)),
});

export const influenceLens = defineFrozenLens({
  name: 'influence',
  request: REQUEST,
  compute: trace,
  table: {
    requiredOptions: ['prompt'],
    toRequest: ({ prompt = '', answer, count, rate }, model) => ({
      ...{ text: prompt, answer: tokenId(model, answer), rows: count, rate },
    }),
    format({ answer, loss, rate, rows, correlations, batchStep }) {
      return [
        `Loss of “${answer.text}” ${loss.toFixed(4)}; changes by gradient steps of rate ${rate.toPrecision(2)} on rows of the batch of step ${batchStep}`,
        `Correlation of estimates with single steps ${correlations.alone.toFixed(3)}, with rows left out ${correlations.leftOut.toFixed(3)}; of shared tokens with single steps ${correlations.shared.toFixed(3)}`,
        ...columnTable(rows, [
          ['row', ({ text }) => shorten(text)],
          signed('estimate', ({ estimate }) => estimate, 4),
          signed('alone', ({ alone }) => alone, 4),
          signed('left out', ({ leftOut }) => leftOut, 4),
        ]),
      ];
    },
  },
});

const SHOWN = 60;
const shorten = (text: string) => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
};

async function* trace(
  frozen: FrozenModel,
  {
    text,
    answer: given,
    rows: count = DEFAULT_ROWS,
    batchStep,
    rate: givenRate,
  }: v.InferOutput<typeof REQUEST>,
): Job<InfluenceResult> {
  const { config, dataset, training } = frozen.plan;
  const { T, V } = config;
  const ids = encodePrompt(frozen, text);
  assertTokenIds(frozen, [given]);
  const step = batchStep ?? frozen.step;
  const batch = dataset.batch({ split: 'train', step, seed: training.seed, B: training.B, T });
  const B = Math.min(count, training.B);
  const rowOf = (row: number) => ({
    ...{ B: 1, T },
    tokens: batch.tokens.slice(row * T, (row + 1) * T),
    targets: batch.targets.slice(row * T, (row + 1) * T),
  });
  const prompt = toPaddedBatch(ids, config);
  const plain = await frozen.inspector.run({ ...prompt, names: ['logits'] });
  const answer = given ?? argmax(vectorAt(plain.activations.get('logits'), ids.length - 1, V));
  const targets = new Int32Array(prompt.T).fill(IGNORE_INDEX);
  targets[ids.length - 1] = answer;
  const question = { ...prompt, targets, names: [] };
  const gradientOf = async (request: Omit<typeof question, 'names'>) => {
    const { weightGradients, loss } = await frozen.inspector.run({ ...request, names: [], gradients: true });
    if (!weightGradients || loss === undefined) throw new Error('The gradients were not read.');
    return { gradient: weightGradients, loss };
  };
  const { parameters } = frozen.weights;
  const own = await frozen.weights.get();
  const asked = await gradientOf(question);
  const changed = new Weights(frozen.executor, parameters);
  const inspector = new Inspector(frozen.executor, config, changed);
  try {
    const sum = new Map(parameters.map(({ name, shape }) => [name, new Float32Array(sizeOf(shape))]));
    const products: number[] = [];
    let squares = 0;
    for (let row = 0; row < B; row++) {
      const { gradient } = await gradientOf(rowOf(row));
      products.push(productOf(parameters, asked.gradient, gradient));
      squares += productOf(parameters, gradient, gradient) / B;
      addTo(sum, gradient, 1 / B);
      yield { label: 'rows of the batch', done: row + 1, total: 2 * B };
    }
    const length = Math.sqrt(productOf(parameters, own, own));
    const rate = givenRate ?? (STEP_SHARE * length) / Math.sqrt(squares);
    /** Loss of the answer after a step along −gradient. */
    const lossAfter = async (gradient: WeightValues) => {
      changed.set(moved(parameters, own, gradient, -rate));
      return (await inspector.run(question)).loss as number;
    };
    const together = await lossAfter(sum);
    const alone: number[] = [];
    const leftOut: number[] = [];
    for (let row = 0; row < B; row++) {
      // A second gradient instead of B in memory.
      const { gradient } = await gradientOf(rowOf(row));
      alone.push((await lossAfter(gradient)) - asked.loss);
      const rest = moved(parameters, sum, gradient, -1 / B);
      for (const values of rest.values()) for (let i = 0; i < values.length; i++) values[i] *= B / (B - 1);
      leftOut.push(together - (await lossAfter(rest)));
      yield { label: 'rows of the batch', done: B + row + 1, total: 2 * B };
    }
    const estimates = products.map((product) => -rate * product);
    const known = new Set([...ids, answer]);
    const rows = estimates.map((estimate, row): RowInfluence => {
      const tokens = Array.from(rowOf(row).tokens);
      return {
        ...{ text: dataset.tokenizer.decode(tokens), estimate, alone: alone[row], leftOut: leftOut[row] },
        shared: new Set(tokens.filter((id) => known.has(id))).size,
      };
    });
    const shared = rows.map((row) => -row.shared);
    return {
      ...{ step: frozen.step, batchStep: step, tokens: toTokens(frozen, ids), loss: asked.loss, rate },
      answer: toToken(frozen, answer),
      rows: rows.sort((one, other) => one.alone - other.alone),
      correlations: {
        alone: correlation(estimates, alone),
        leftOut: correlation(estimates, leftOut),
        shared: correlation(shared, alone),
      },
    };
  } finally {
    inspector.dispose();
    changed.dispose();
  }
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

const partOf = (values: WeightValues, name: string): Float32Array => {
  const part = values.get(name);
  if (!part) throw new Error(`The gradient of ${name} was not read.`);
  return part;
};

function productOf(parameters: readonly Parameter[], one: WeightValues, other: WeightValues): number {
  return sum(parameters.map(({ name }) => dotProduct(partOf(one, name), partOf(other, name))));
}

/** values + factor × gradient. */
function moved(
  parameters: readonly Parameter[],
  values: WeightValues,
  gradient: WeightValues,
  factor: number,
): Map<string, Float32Array<ArrayBuffer>> {
  return new Map(
    parameters.map(({ name }) => {
      const by = partOf(gradient, name);
      return [name, Float32Array.from(partOf(values, name), (value, i) => value + factor * by[i])];
    }),
  );
}

function addTo(sum: ReadonlyMap<string, Float32Array>, gradient: WeightValues, factor: number): void {
  for (const [name, values] of sum) {
    addScaled(values, partOf(gradient, name), factor);
  }
}
