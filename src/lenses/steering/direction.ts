// Directions of the residual stream: the difference of the means of two sets of prompts (Rimsky et al. 2024, "Steering Llama 2
// via contrastive activation addition"; Turner et al. 2023), of two embeddings, or a given vector.

import type { ActivationName } from '../../model/architecture/activations.ts';
import { inspectInBatches, lastTokenVector } from '../../model/inspection/inspect-in-batches.ts';
import type { FrozenModel, Run } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { dotProduct, l2Norm, unit } from '../../shared/numbers.ts';
import { random } from '../../shared/random.ts';
import { ANSWER, answerId } from '../patching/patching-request.ts';
import { labelledSentences, labelledSentencesNamed } from '../probing/labelled-sentences.ts';
import { encodePrompt } from '../shared/prompt-tokens.ts';
import * as v from '../shared/schemas.ts';

const MAX_PROMPTS = 64;
const PROMPTS = v.boundedArray(v.TEXT, MAX_PROMPTS);

/**
 * `classes`: sentences of the data set with two labels of one set, read at the labelled word; without its
 * name, the first set that has the named classes; without theirs, the first two. `prompts`: two lists, read at their last tokens.
 * `words`: two tokens at the same point, read alone. `embeddings`: the rows of two tokens in the embedding matrix, without positions.
 * `vector`: C numbers.
 */
export const DIRECTION = v.variant('kind', [
  v.strictObject({
    kind: v.literal('classes'),
    set: v.optional(v.WORD),
    from: v.optional(v.WORD),
    to: v.optional(v.WORD),
  }),
  v.strictObject({ kind: v.literal('prompts'), away: PROMPTS, toward: PROMPTS }),
  v.strictObject({ kind: v.literal('words'), from: v.WORD, to: v.WORD }),
  v.strictObject({ kind: v.literal('embeddings'), from: ANSWER, to: ANSWER }),
  v.strictObject({
    kind: v.literal('vector'),
    name: v.WORD,
    vector: v.boundedArray(v.finiteNumber, 100_000),
  }),
]);
export type DirectionRequest = v.InferOutput<typeof DIRECTION>;

export interface Direction {
  /** E.g. `gender: male → female`. */
  readonly name: string;
  /** (C), of length 1. */
  readonly unit: Float32Array;
  /** How far both means are apart. */
  readonly length: number;
  /** Prompts of both sets; none for a given vector. */
  readonly prompts: number;
  /** The two classes that it lies between. */
  readonly classes?: { readonly set: string; readonly from: string; readonly to: string };
  /** Some of the prompts. */
  readonly examples?: { readonly away: readonly string[]; readonly toward: readonly string[] };
  /** It is the difference of their means. */
  readonly words: readonly ReadWord[];
}

/** All prompts of one word, whose labels are shuffled together; or one prompt. */
interface ReadWord {
  readonly isToward: boolean;
  /** (C), over its prompts. */
  readonly sum: Float64Array;
  readonly prompts: number;
}

const EXAMPLES = 6;

/** Throws if there is no such direction. */
export async function* directionAt(
  model: FrozenModel | Run,
  point: ActivationName,
  request: DirectionRequest,
): Job<Direction> {
  const { C } = model.plan.config;
  if (request.kind === 'vector') {
    if (request.vector.length !== C)
      throw new Error(`The direction has ${request.vector.length} numbers; the stream has ${C}.`);
    return { ...normalized(Float32Array.from(request.vector)), name: request.name, prompts: 0, words: [] };
  }
  const { name, away, toward, classes } = setsOf(model, request);
  if (away.length === 0 || toward.length === 0)
    throw new Error('A direction needs prompts on both sides; type at least one in each list.');
  const prompts = [...away, ...toward];
  const words = new Map<string, ReadWord & { prompts: number }>();
  const read = request.kind === 'embeddings' ? 'hook_embed' : point;
  const batches = inspectInBatches(
    model.inspector,
    model.plan.config,
    prompts.map(({ tokens }) => tokens),
    [read],
  );
  for await (const rows of batches) {
    for (const row of rows) {
      const isToward = row.promptIndex >= away.length;
      const key = `${isToward} ${prompts[row.promptIndex].word ?? row.promptIndex}`;
      const own = words.get(key) ?? { isToward, sum: new Float64Array(C), prompts: 0 };
      lastTokenVector(row, read, C).forEach((value, i) => {
        own.sum[i] += value;
      });
      own.prompts++;
      words.set(key, own);
    }
    yield { label: 'prompts read', done: rows[rows.length - 1].promptIndex + 1, total: prompts.length };
  }
  const { tokenizer } = model.plan.dataset;
  const some = (list: typeof away) => list.slice(0, EXAMPLES).map(({ tokens }) => tokenizer.decode(tokens));
  const found = [...words.values()];
  const labels = found.map(({ isToward }) => isToward);
  return {
    ...normalized(difference(found, labels)),
    name,
    prompts: prompts.length,
    ...(classes && { classes }),
    examples: { away: some(away), toward: some(toward) },
    words: found,
  };
}

/** (C): the mean of the prompts of some words less that of the others. */
function difference(words: readonly ReadWord[], isToward: readonly boolean[]): Float32Array {
  const counts = [0, 0];
  words.forEach(({ prompts }, w) => {
    counts[Number(isToward[w])] += prompts;
  });
  const vector = new Float64Array(words[0].sum.length);
  words.forEach(({ sum }, w) => {
    const share = isToward[w] ? 1 / counts[1] : -1 / counts[0];
    for (let i = 0; i < vector.length; i++) vector[i] += share * sum[i];
  });
  return Float32Array.from(vector);
}

export const CONTROLS = ['shuffled', 'random'] as const;

/**
 * (C), of length 1: what a direction is compared with. Between the same prompts with labels that are shuffled between words, as far as
 * these are enough; otherwise uniformly distributed, which is less: most of the stream does not read such directions. Shuffled labels agree
 * with the real ones in part; `apart` leaves that part out.
 */
export function controlDirections(
  { words, unit: direction }: Pick<Direction, 'words' | 'unit'>,
  C: number,
  { count, seed, apart }: { readonly count: number; readonly seed: number; readonly apart: boolean },
): { kind: (typeof CONTROLS)[number]; vectors: Float32Array[] } {
  const labels = words.map(({ isToward }) => isToward);
  const isShuffled = choices(labels.length, labels.filter(Boolean).length) >= FEWEST_SHUFFLES;
  const draw = (index: number) => {
    if (!isShuffled) return randomDirection(C, seed, index);
    const stream = random(seed, 'steering', 'shuffled labels', index);
    return unit(difference(words, stream.shuffle([...labels])));
  };
  return {
    kind: isShuffled ? 'shuffled' : 'random',
    vectors: Array.from({ length: count }, (_, index) =>
      apart ? without(direction, draw(index)) : draw(index),
    ),
  };
}

/** (C), of length 1: what is left of a vector without its part along a direction. */
function without(direction: Float32Array, vector: Float32Array): Float32Array {
  const along = dotProduct(vector, direction);
  return unit(vector.map((value, i) => value - along * direction[i]));
}

/** Fewer, and one in twenty would be the direction itself. */
const FEWEST_SHUFFLES = 20;

/** n over k. */
const choices = (n: number, k: number): number =>
  Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((product, each) => product * each, 1);

function normalized(vector: Float32Array): Pick<Direction, 'unit' | 'length'> {
  const length = l2Norm(vector);
  if (!(length > 0)) throw new Error('Both sides are the same at this place; there is no direction.');
  return { unit: vector.map((value) => value / length), length };
}

/** `word`: what it is about, where several prompts are. */
interface Prompt {
  readonly tokens: readonly number[];
  readonly word?: string;
}

interface Sets extends Pick<Direction, 'name' | 'classes'> {
  readonly away: readonly Prompt[];
  readonly toward: readonly Prompt[];
}

function setsOf(model: FrozenModel | Run, request: Exclude<DirectionRequest, { kind: 'vector' }>): Sets {
  const encode = (texts: readonly string[]) => texts.map((text) => ({ tokens: encodePrompt(model, text) }));
  if (request.kind === 'prompts')
    return { name: 'your prompts', away: encode(request.away), toward: encode(request.toward) };
  if (request.kind === 'words') {
    const { from, to } = request;
    return { name: `${from} → ${to}`, away: encode([from]), toward: encode([to]) };
  }
  if (request.kind === 'embeddings') {
    const [from, to] = [answerId(model, request.from), answerId(model, request.to)];
    const { vocabulary } = model.plan.dataset.tokenizer;
    return {
      name: `embeddings: ${vocabulary[from]} → ${vocabulary[to]}`,
      away: [{ tokens: [from] }],
      toward: [{ tokens: [to] }],
    };
  }
  const { dataset } = model.plan;
  const named = [request.from, request.to].filter((label) => label !== undefined);
  const { name, classes, sentences } = labelledSentencesNamed(
    dataset,
    request.set ??
      labelledSentences(dataset).find((set) => named.every((label) => set.classes.includes(label)))?.name,
    '; type two lists of prompts',
  );
  const otherThan = (label: string | undefined) => classes.find((each) => each !== label) ?? '';
  const { from = otherThan(request.to), to = otherThan(from) } = request;
  const of = (label: string) => {
    if (!classes.includes(label))
      throw new Error(`The labels '${name}' have no class '${label}'; they have ${classes.join(', ')}.`);
    const index = classes.indexOf(label);
    return (
      sentences
        .filter((each) => each.label === index)
        // Read at the word.
        .map(({ tokens, position, group }) => ({ tokens: tokens.slice(0, position + 1), word: group }))
    );
  };
  return {
    name: `${name}: ${from} → ${to}`,
    away: of(from),
    toward: of(to),
    classes: { set: name, from, to },
  };
}

/** (C), of length 1, uniformly distributed. */
function randomDirection(C: number, seed: number, index: number): Float32Array {
  const stream = random(seed, 'steering', 'random direction', index);
  return unit(Float32Array.from({ length: C }, () => stream.normal()));
}
