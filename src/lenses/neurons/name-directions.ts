// Rows that ask for a first and for a last name, measured on made-up people where an MLP reads the last name (chapter 7, 7:25 to 8:56).

import { answerActivations } from '../../model/inspection/corpus-activations.ts';
import type { Vectors } from '../../model/inspection/nd-array.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import { cholesky, solveCholesky } from '../../shared/cholesky.ts';
import type { Job } from '../../shared/job.ts';
import { dotProduct, rowOf } from '../../shared/numbers.ts';
import { random } from '../../shared/random.ts';
import { loadFacts } from '../facts/fact-prompts.ts';
import { defineFrozenLens } from '../shared/define-lens.ts';
import * as v from '../shared/schemas.ts';
import { columnTable, signed } from '../shared/text-table.ts';
import { assertMlpLayer } from '../shared/unit-results.ts';

/** Dot products of both rows with the vector of one person. */
export interface NameReading {
  subject: string;
  first: number;
  last: number;
}

export interface NameDirectionsResult {
  step: number;
  layer: number;
  first: string;
  last: string;
  /** (C): the normed stream that the MLP reads at the last name of the full name. */
  input: Float32Array<ArrayBuffer>;
  /** (C) each: their dot products are near 1 for vectors of the name and near 0 for others. */
  rows: { first: Float32Array<ArrayBuffer>; last: Float32Array<ArrayBuffer> };
  /** Made-up people whom the rows are measured on. */
  madeUp: number;
  /** Real people of the data, all held out: the full name first. */
  heldOut: NameReading[];
}

const REQUEST = v.strictObject({ layer: v.anyNumber, first: v.WORD, last: v.WORD });

/** Rows for both names of a person of the data, and what they give for everybody. Throws if the data has no such person. */
export const nameDirectionsLens = defineFrozenLens({
  name: 'name-directions',
  request: REQUEST,
  compute: measureNames,
  table: {
    requiredOptions: ['subject', 'layer'],
    toRequest: ({ subject = '', layer = 0 }) => {
      const [first = '', last = ''] = subject.split(' ');
      return { layer, first, last };
    },
    format: ({ heldOut, first, last }) =>
      columnTable(heldOut, [
        ['held out', ({ subject }) => subject],
        signed(`${first}?`, (reading) => reading.first),
        signed(`${last}?`, (reading) => reading.last),
      ]),
  },
});

async function* measureNames(
  frozen: FrozenModel,
  { layer, first, last }: v.InferOutput<typeof REQUEST>,
): Job<NameDirectionsResult> {
  assertMlpLayer(frozen, layer);
  const { dataset, config } = frozen.plan;
  const person = `${first} ${last}`;
  const subjects = new Set(loadFacts(frozen).facts.map(({ subject }) => subject));
  if (!subjects.has(person)) throw new Error(`The data has no fact about “${person}”.`);
  const real = [person, ...subjects].filter(
    (name, i) => name.split(' ').length === 2 && (i === 0 || name !== person),
  );
  const madeUp = makeUp(real);
  // A vector depends on the tokens before it alone, so a name is the whole prompt.
  const tokens = [...madeUp, ...real].map((name) => dataset.tokenizer.encode(name).ids);
  const name = `blocks.${layer}.ln2.hook_normalized` as const;
  const { numbers, d: C } = yield* answerActivations(frozen.inspector, config, name, tokens);
  const fitted = { numbers: numbers.subarray(0, madeUp.length * C), N: madeUp.length, d: C };
  const rowFor = (part: 0 | 1) =>
    rowThatFinds(
      fitted,
      madeUp.map((each) => each.split(' ')[part] === person.split(' ')[part]),
    );
  const rows = { first: rowFor(0), last: rowFor(1) };
  const vectorOf = (i: number) => rowOf(numbers, madeUp.length + i, C);
  return {
    ...{ step: frozen.step, layer, first, last, rows, madeUp: madeUp.length },
    input: Float32Array.from(vectorOf(0)),
    heldOut: real.map((subject, i) => ({
      subject,
      first: dotProduct(rows.first, vectorOf(i)),
      last: dotProduct(rows.last, vectorOf(i)),
    })),
  };
}

/** Last names that each first name gets by chance. */
const CHANCE = 6;

/** Pairs of names of the first person with all others' names, and of others' names with each other; nobody of the data is among them. */
export function makeUp(real: readonly string[]): string[] {
  const [[first, last]] = real.map((name) => name.split(' '));
  const [firsts, lasts] = [0, 1].map((part) => [...new Set(real.map((name) => name.split(' ')[part]))]);
  const rng = random(0, 'made-up people');
  const pairs = [
    ...lasts.map((other) => `${first} ${other}`),
    ...firsts.map((other) => `${other} ${last}`),
    ...firsts.flatMap((one) => Array.from({ length: CHANCE }, () => `${one} ${rng.choice(lasts)}`)),
  ];
  return [...new Set(pairs)].filter((pair) => !real.includes(pair));
}

/** Relative to the mean square of a number; ten times as much gives nearly the same. */
const PENALTY = 0.003;

/**
 * The row whose dot products are nearest to 1 for members and 0 for others, by least squares; both groups weigh the same.
 *
 * @param vectors (N, C)
 * @returns (C)
 */
export function rowThatFinds(
  { numbers, N, d }: Vectors,
  isMember: readonly boolean[],
): Float32Array<ArrayBuffer> {
  const members = isMember.filter((is) => is).length;
  const gram = new Float64Array(d * d);
  const target = new Float64Array(d);
  for (let n = 0; n < N; n++) {
    const vector = rowOf(numbers, n, d);
    const weight = 1 / (isMember[n] ? members : N - members);
    for (let i = 0; i < d; i++) {
      if (isMember[n]) target[i] += weight * vector[i];
      for (let j = 0; j <= i; j++) gram[i * d + j] += weight * vector[i] * vector[j];
    }
  }
  let trace = 0;
  for (let i = 0; i < d; i++) trace += gram[i * d + i];
  for (let i = 0; i < d; i++) gram[i * d + i] += (PENALTY * trace) / d;
  return Float32Array.from(solveCholesky(cholesky(gram, d), target, d));
}
