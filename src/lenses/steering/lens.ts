// Steering: a direction is added to the residual stream (Turner et al. 2023, "Activation addition"). What changes in the prediction
// of the prompt, in its continuation and in other prompts, beside control directions of the same length.

import type { ActivationName } from '../../model/architecture/activations.ts';
import { residualStages } from '../../model/architecture/residual-stages.ts';
import { softmax } from '../../model/generation/sampler.ts';
import type { FrozenModel, Run } from '../../model/training/run.ts';
import { type Job, runToCompletion } from '../../shared/job.ts';
import { nullSummary } from '../../shared/null-summary.ts';
import { cosine, indices, l2Norm, mean, rowOf } from '../../shared/numbers.ts';
import { topIndices } from '../../shared/top-indices.ts';
import { labelledSentences, suggestClasses } from '../probing/labelled-sentences.ts';
import { defineLens } from '../shared/define-lens.ts';
import { klDivergence } from '../shared/divergence.ts';
import { withFrozenModel } from '../shared/frozen-model.ts';
import type { LensOptions } from '../shared/lens-table.ts';
import { encodePrompt, toTokens } from '../shared/prompt-tokens.ts';
import type { Tensor, Token, TokenProbability } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { columnTable, formatPercent, formatSigned, percents } from '../shared/text-table.ts';
import { topTokens } from '../shared/top-tokens.ts';
import {
  type CONTROLS,
  controlDirections,
  DIRECTION,
  type DirectionRequest,
  directionAt,
} from './direction.ts';
import {
  ADDED_AT,
  type AddedAt,
  continueSteered,
  middleOf,
  readSteered,
  STREAM_POINT,
  type Steering,
  type StreamPoint,
  streamMeaning,
  streamName,
} from './steered-runs.ts';

/** Effects of control directions. The highest depends on the draw; nineteen of twenty reach at most `most`. */
export interface RandomSpread {
  mean: number;
  low: number;
  most: number;
  high: number;
}

/** A token among the most probable before or after. */
export interface SteeredToken extends Token {
  before: number;
  after: number;
  random: RandomSpread;
}

/** The effect of the same vector on another prompt. */
export interface OtherPrompt {
  text: string;
  before: TokenProbability;
  after: TokenProbability;
  kl: number;
  random: RandomSpread;
}

/** After the prompt. */
export interface WrittenTexts {
  greedy: string;
  sampled: string;
}

export interface SteeringResult {
  step: number;
  tokens: Token[];
  point: { layer: number; site: StreamPoint['site']; name: ActivationName; meaning: string };
  addedAt: AddedAt;
  direction: {
    kind: DirectionRequest['kind'];
    name: string;
    /** Prompts that it is the difference of. */
    prompts: number;
    /** Distance between both means, in the unit of `strength`. */
    length: number;
    /** The classes of the data set that the direction lies between. */
    classes?: { set: string; from: string; to: string };
    /** Some of the prompts. */
    examples?: { away: string[]; toward: string[] };
  };
  /** The unit of `strength`: the mean length of the stream at this point, over the tokens of the prompt but the first. */
  unit: number;
  /** Length of the vector that was added. */
  strength: number;
  /** Next tokens, most probable first. */
  before: TokenProbability[];
  after: TokenProbability[];
  /** KL(before ‖ after), in nats. */
  kl: number;
  /** Control directions: between the same prompts with shuffled labels, or random ones. */
  random: {
    count: number;
    kind: (typeof CONTROLS)[number];
    kl: RandomSpread;
    /** How much of the direction is in them: their cosines with it. */
    cosine: { deviation: number; high: number };
  };
  /** The most probable tokens of both. */
  compared: SteeredToken[];
  /** (T, C) by activation: the change of the stream. */
  changes?: { name: ActivationName; meaning: string; change: Tensor }[];
  others?: OtherPrompt[];
  /** Both sampled texts are drawn with the same random numbers. */
  written?: { before: WrittenTexts; after: WrittenTexts };
  /** Sets of labels whose classes give directions. */
  sets: { name: string; classes: string[] }[];
}

const DEFAULT_RANDOM = 16;
const DEFAULT_COUNT = 16;
const MAX_OTHERS = 8;
const COMPARED = 5;

// `strength`: without it, the distance between both means. `measure`: false leaves out other prompts and continuations, so that
// the rest takes no longer than a picture. `changes`: also the change of the stream at every token. `samples`: control directions;
// `apart`: without their part along the direction, which shuffled labels have by chance.
const REQUEST = v.strictObject({
  text: v.TEXT,
  direction: v.optional(DIRECTION),
  point: v.optional(v.strictObject(STREAM_POINT)),
  addedAt: v.optional(v.oneOf(ADDED_AT)),
  strength: v.optional(v.numberBetween(-100, 100)),
  samples: v.optional(v.integerBetween(2, 500)),
  apart: v.optional(v.boolean),
  others: v.optional(v.boundedArray(v.TEXT, 64)),
  count: v.optional(v.integerBetween(1, 200)),
  seed: v.optional(v.SEED),
  measure: v.optional(v.boolean),
  changes: v.optional(v.boolean),
});
type Request = v.InferOutput<typeof REQUEST>;

export const steeringLens = defineLens({
  name: 'steering',
  request: REQUEST,
  compute: (run: Run, request: Request) => {
    if (request.measure !== false) return withFrozenModel(run, (frozen) => steer(frozen, request));
    // While a model trains, one turn of the engine keeps the runs without and with the vector at one step.
    return run.isTrainable ? runToCompletion(steer(run, request)) : steer(run, request);
  },
  table: {
    requiredOptions: ['prompt'],
    toRequest: ({ prompt = '', layer, strength, samples, count, seed, ...options }) => ({
      ...{ text: prompt, strength, samples, count, seed },
      direction: directionFromOptions(options),
      ...(layer !== undefined && { point: { layer, site: 'hook_resid_pre' as const } }),
    }),
    format: formatSteering,
  },
});

/** Without any, the lens suggests one. */
function directionFromOptions({ set, from, to, toward, away }: LensOptions): DirectionRequest | undefined {
  if (toward || away) return { kind: 'prompts', toward: toward ?? [], away: away ?? [] };
  return (set ?? from ?? to) === undefined ? undefined : { kind: 'classes', set, from, to };
}

async function* steer(model: FrozenModel | Run, request: Request): Job<SteeringResult> {
  const { addedAt = 'all', samples = DEFAULT_RANDOM, seed = 0, count = DEFAULT_COUNT } = request;
  const { apart = false } = request;
  const { config, dataset } = model.plan;
  const { tokenizer } = dataset;
  const { step } = model;
  const ids = encodePrompt(model, request.text);
  const at = request.point ?? middleOf(config);
  const steering: Steering = { point: streamName(at, config), addedAt };
  const asked = request.direction ?? { kind: 'classes' as const, ...suggestClasses(dataset, ids) };
  const direction = yield* directionAt(model, steering.point, asked);
  // The output of a block enters the next one: it is read where it is changed.
  const stages = (request.changes ? residualStages(config) : []).map((stage) =>
    at.layer > 0 && stage.name === `blocks.${at.layer - 1}.hook_resid_post` && at.site === 'hook_resid_pre'
      ? { ...stage, name: steering.point }
      : stage,
  );
  const names = [...new Set([steering.point, ...stages.map(({ name }) => name)])];
  const readStream = (vector: Float32Array | undefined) =>
    readSteered(
      model,
      steering,
      ids,
      [vector],
      ({ values, logits }) => ({
        logits,
        stream: new Map(names.map((name) => [name, values(name).slice(0, ids.length * config.C)])),
      }),
      names,
    );
  const [plain] = yield* readStream(undefined);
  const unit = meanLength(plain.stream.get(steering.point) as Float32Array, config.C);
  const strength = request.strength ?? direction.length / unit;
  const scaled = (vector: Float32Array) => vector.map((value) => value * strength * unit);
  const vector = scaled(direction.unit);
  const [steered] = yield* readStream(vector);
  const controls = controlDirections(direction, config.C, { count: samples, seed, apart });
  const cosines = controls.vectors.map((each) => cosine(each, direction.unit));
  const randoms = controls.vectors.map(scaled);
  const randomLogits = yield* readSteered(model, steering, ids, randoms, ({ logits }) => logits);
  const result: SteeringResult = {
    step,
    tokens: toTokens(model, ids),
    point: { ...at, name: steering.point, meaning: streamMeaning(at) },
    addedAt,
    direction: {
      ...{
        kind: asked.kind,
        name: direction.name,
        prompts: direction.prompts,
        length: direction.length / unit,
      },
      ...(direction.classes && { classes: direction.classes }),
      ...(direction.examples && {
        examples: { away: [...direction.examples.away], toward: [...direction.examples.toward] },
      }),
    },
    unit,
    strength,
    before: topTokens(plain.logits, tokenizer),
    after: topTokens(steered.logits, tokenizer),
    kl: klDivergence(plain.logits, steered.logits),
    random: {
      ...{ count: samples, kind: controls.kind },
      kl: spreadOf(randomLogits.map((each) => klDivergence(plain.logits, each))),
      cosine: { deviation: l2Norm(cosines) / Math.sqrt(samples), high: Math.max(...cosines) },
    },
    compared: comparedTokens(model, plain.logits, steered.logits, randomLogits),
    ...(request.changes && {
      changes: stages.map(({ name, meaning }) => ({
        ...{ name, meaning },
        change: changeOf(plain.stream.get(name), steered.stream.get(name), config.C),
      })),
    }),
    sets: labelledSentences(dataset).map(({ name, classes }) => ({ name, classes: [...classes] })),
  };
  if (request.measure === false) return result;
  const written = yield* continueSteered(model, steering, ids, vector, { count, seed });
  const textsOf = ({ greedy, sampled }: typeof written.before): WrittenTexts => ({
    greedy: tokenizer.decode(greedy),
    sampled: tokenizer.decode(sampled),
  });
  return {
    ...result,
    written: { before: textsOf(written.before), after: textsOf(written.after) },
    others: yield* otherPrompts(model, steering, request, [vector, ...randoms]),
  };
}

/** The first vector is the direction's, the rest are controls. */
async function* otherPrompts(
  model: FrozenModel | Run,
  steering: Steering,
  { text, others }: Request,
  vectors: readonly Float32Array[],
): Job<OtherPrompt[]> {
  const { dataset } = model.plan;
  const texts = others ?? dataset.prompts.filter((each) => each !== text).slice(0, MAX_OTHERS);
  const results: OtherPrompt[] = [];
  for (const other of texts) {
    const ids = encodePrompt(model, other);
    const all = [undefined, ...vectors];
    const [plain, steered, ...random] = yield* readSteered(model, steering, ids, all, ({ logits }) => logits);
    results.push({
      text: other,
      before: topTokens(plain, dataset.tokenizer)[0],
      after: topTokens(steered, dataset.tokenizer)[0],
      kl: klDivergence(plain, steered),
      random: spreadOf(random.map((each) => klDivergence(plain, each))),
    });
    yield { label: 'other prompts steered', done: results.length, total: texts.length };
  }
  return results;
}

/** The mean length of the vectors of a stream (T, C) after the first, which is much longer in some models (Xiao et al. 2024). */
function meanLength(stream: Float32Array, C: number): number {
  const lengths = indices(stream.length / C).map((t) => l2Norm(rowOf(stream, t, C)));
  return mean(lengths.length > 1 ? lengths.slice(1) : lengths);
}

function spreadOf(values: readonly number[]): RandomSpread {
  const { mean, high: most } = nullSummary(values);
  return { mean, low: Math.min(...values), most, high: Math.max(...values) };
}

function comparedTokens(
  model: FrozenModel | Run,
  plain: Float32Array,
  steered: Float32Array,
  random: readonly Float32Array[],
): SteeredToken[] {
  const [before, after] = [softmax(plain), softmax(steered)];
  const drawn = random.map(softmax);
  const ids = [...new Set([...topIndices(before, COMPARED), ...topIndices(after, COMPARED)])];
  return toTokens(model, ids)
    .map((token) => ({
      ...token,
      before: before[token.id],
      after: after[token.id],
      random: spreadOf(drawn.map((p) => p[token.id])),
    }))
    .sort((one, other) => Math.max(other.before, other.after) - Math.max(one.before, one.after));
}

function changeOf(before: Float32Array | undefined, after: Float32Array | undefined, C: number): Tensor {
  if (!before || !after) throw new Error('The stream was not read.');
  return { shape: [before.length / C, C], data: Float32Array.from(after, (value, i) => value - before[i]) };
}

function formatSteering(result: SteeringResult): string[] {
  const { direction, point, strength, unit, kl, random, compared, others = [], written } = result;
  const range = ({ low, most, high }: RandomSpread, format: (value: number) => string) =>
    `${format(low)} to ${format(high)}, 95 % at most ${format(most)}`;
  const nats = (value: number) => value.toFixed(3);
  const head = [
    `${direction.name}, added ${point.meaning} (${point.name}) at ${result.addedAt === 'all' ? 'every token' : 'the last token'}`,
    `strength ${formatSigned(strength)} × ${unit.toFixed(2)}, the mean length of the stream there${direction.prompts > 0 ? `; the means of ${direction.prompts} prompts are ${direction.length.toFixed(2)} apart` : ''}`,
    `KL(before ‖ after) ${nats(kl)} nats; ${random.count} ${random.kind === 'shuffled' ? 'directions of shuffled labels' : 'random directions'}, as long: ${range(random.kl, nats)}; their cosines with it deviate by ${random.cosine.deviation.toFixed(2)} and reach ${formatSigned(random.cosine.high)}`,
    '',
  ];
  const tokens = columnTable(compared, [
    ['next token', ({ text }) => text],
    percents('before', ({ before }) => before),
    percents('after', ({ after }) => after),
    ['controls', ({ random: spread }) => range(spread, formatPercent)],
  ]);
  const prompts = columnTable(others, [
    ['other prompt', ({ text }) => text],
    ['before', ({ before }) => `${before.text} ${formatPercent(before.probability)}`],
    ['after', ({ after }) => `${after.text} ${formatPercent(after.probability)}`],
    ['KL', (other) => nats(other.kl)],
    ['controls', (other) => range(other.random, nats)],
  ]);
  return [
    ...head,
    ...tokens,
    ...(written
      ? [
          '',
          ...(['greedy', 'sampled'] as const).flatMap((kind) => [
            `${kind}, before: ${written.before[kind]}`,
            `${kind}, after:  ${written.after[kind]}`,
          ]),
        ]
      : []),
    ...(others.length > 0 ? ['', ...prompts] : []),
  ];
}
