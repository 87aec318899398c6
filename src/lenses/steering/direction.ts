// Directions of the residual stream: the difference of the means of two sets of prompts (Rimsky et al. 2024, "Steering Llama 2
// via contrastive activation addition"; Turner et al. 2023), of two embeddings, or a given vector.

import * as v from 'valibot';
import type { ActivationName } from '../../model/architecture/activations.ts';
import { inspectInBatches, lastTokenVector } from '../../model/inspection/inspect-in-batches.ts';
import type { FrozenModel, Run } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { random } from '../../shared/random.ts';
import { boundedArray, finiteNumber, strictObject } from '../../shared/validation.ts';
import { l2Norm } from '../embedding/embedding.ts';
import { ANSWER, answerId } from '../patching/patching-request.ts';
import { labelledSentences, labelledSentencesNamed } from '../probing/labelled-sentences.ts';
import { encodePrompt } from '../shared/prompt-tokens.ts';
import { TEXT, WORD } from '../shared/schemas.ts';

const MAX_PROMPTS = 64;
const PROMPTS = boundedArray(TEXT, MAX_PROMPTS);

/**
 * `classes`: sentences of the data set with two labels of one set, read at the labelled word; without its
 * name, the first set that has the named classes; without theirs, the first two. `prompts`: two lists, read at their last tokens.
 * `words`: two tokens at the same point, read alone. `embeddings`: the rows of two tokens in the embedding matrix, without positions.
 * `vector`: C numbers.
 */
export const DIRECTION = v.variant('kind', [
  strictObject({
    kind: v.literal('classes'),
    set: v.optional(WORD),
    from: v.optional(WORD),
    to: v.optional(WORD),
  }),
  strictObject({ kind: v.literal('prompts'), away: PROMPTS, toward: PROMPTS }),
  strictObject({ kind: v.literal('words'), from: WORD, to: WORD }),
  strictObject({ kind: v.literal('embeddings'), from: ANSWER, to: ANSWER }),
  strictObject({ kind: v.literal('vector'), name: WORD, vector: boundedArray(finiteNumber, 100_000) }),
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
  /** Of two classes. */
  readonly classes?: { readonly set: string; readonly from: string; readonly to: string };
  /** Some of the prompts. */
  readonly examples?: { readonly away: readonly string[]; readonly toward: readonly string[] };
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
    return { ...normalized(Float32Array.from(request.vector)), name: request.name, prompts: 0 };
  }
  const { name, away, toward, classes } = setsOf(model, request);
  if (away.length === 0 || toward.length === 0)
    throw new Error('A direction needs prompts on both sides; type at least one in each list.');
  const sums = [new Float64Array(C), new Float64Array(C)];
  const prompts = [...away, ...toward];
  const read = request.kind === 'embeddings' ? 'hook_embed' : point;
  for await (const rows of inspectInBatches(model.inspector, model.plan.config, prompts, [read])) {
    for (const row of rows) {
      const isToward = row.promptIndex >= away.length;
      const [sum, count] = isToward ? [sums[1], toward.length] : [sums[0], away.length];
      lastTokenVector(row, read, C).forEach((value, i) => {
        sum[i] += value / count;
      });
    }
    yield { label: 'prompts read', done: rows[rows.length - 1].promptIndex + 1, total: prompts.length };
  }
  const { tokenizer } = model.plan.dataset;
  const some = (list: typeof away) => list.slice(0, EXAMPLES).map((ids) => tokenizer.decode(ids));
  const difference = Float32Array.from(sums[1], (value, i) => value - sums[0][i]);
  return {
    ...normalized(difference),
    name,
    prompts: prompts.length,
    ...(classes && { classes }),
    examples: { away: some(away), toward: some(toward) },
  };
}

function normalized(vector: Float32Array): Pick<Direction, 'unit' | 'length'> {
  const length = l2Norm(vector);
  if (!(length > 0)) throw new Error('Both sides are the same at this place; there is no direction.');
  return { unit: vector.map((value) => value / length), length };
}

interface Sets extends Pick<Direction, 'name' | 'classes'> {
  readonly away: readonly (readonly number[])[];
  readonly toward: readonly (readonly number[])[];
}

function setsOf(model: FrozenModel | Run, request: Exclude<DirectionRequest, { kind: 'vector' }>): Sets {
  const encode = (texts: readonly string[]) => texts.map((text) => encodePrompt(model, text));
  if (request.kind === 'prompts')
    return { name: 'your prompts', away: encode(request.away), toward: encode(request.toward) };
  if (request.kind === 'words') {
    const { from, to } = request;
    return { name: `${from} → ${to}`, away: encode([from]), toward: encode([to]) };
  }
  if (request.kind === 'embeddings') {
    const [from, to] = [answerId(model, request.from), answerId(model, request.to)];
    const { vocabulary } = model.plan.dataset.tokenizer;
    return { name: `embeddings: ${vocabulary[from]} → ${vocabulary[to]}`, away: [[from]], toward: [[to]] };
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
        .map(({ tokens, position }) => tokens.slice(0, position + 1))
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
export function randomDirection(C: number, seed: number, index: number): Float32Array {
  const stream = random(seed, 'steering', 'random direction', index);
  const vector = Float32Array.from({ length: C }, () => stream.normal());
  const length = l2Norm(vector);
  return vector.map((value) => value / length);
}
