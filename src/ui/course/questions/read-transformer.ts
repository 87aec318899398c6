// What questions read of the language model.

import { msg, str } from '@lit/localize';
import type {
  HeadPatternResult,
  Lenses,
  ModelConfig,
  Query,
  QueryResult,
  RunInfo,
  Tensor,
} from '../../../workers/rpc/api/lab-api.ts';
import { type BestHead, bestHeads } from '../chapter-stage/head-names.ts';
import { isSameModel, type ModelKey } from './model-key.ts';
import type { Place, QuestionLab } from './question.ts';

export interface HeadIndex {
  readonly layer: number;
  readonly head: number;
}

export const headName = ({ layer, head }: HeadIndex): string => msg(str`head ${layer + 1}.${head + 1}`);

/** Names the token of a place by its word. */
export const wordOf =
  (prompt: string) =>
  ({ token = 0 }: Place): string =>
    `“${prompt.split(' ')[token]}”`;

/** @throws Error where no model is open */
export function modelOf({ run }: Pick<QuestionLab, 'run'>): RunInfo {
  if (!run) throw new Error(msg('no model is open.'));
  return run;
}

/** @throws Error that names the words which the model does not know */
export async function readNext(lab: QuestionLab, query: Query): Promise<QueryResult> {
  const result = await lab.transformer.query(query);
  if (result.unknown.length > 0)
    throw new Error(msg(str`it does not know ${result.unknown.map((word) => `“${word}”`).join(', ')}.`));
  return result;
}

/** @throws Error where a question speaks of another prediction than this model's */
export function requireWord(said: string, expected: string): void {
  if (said.trim() !== expected) throw new Error(msg(str`it says “${said.trim()}” there, not “${expected}”.`));
}

/** @throws Error where a question speaks of another number of blocks than this model's */
export function requireBlocks(lab: QuestionLab, count: number): void {
  const { L } = modelOf(lab).model;
  if (L !== count) throw new Error(msg(str`its number of blocks is ${L}, not ${count}.`));
}

/** @throws Error where the model is attention alone */
export function requireMlps(lab: QuestionLab): void {
  if (modelOf(lab).model.mlpWidth === 0) throw new Error(msg('it has no MLPs.'));
}

/** A prompt's attention in every head. */
export interface Attention {
  /** Texts of the tokens. */
  readonly tokens: readonly string[];
  readonly weightOf: (head: HeadIndex, query: number, key: number) => number;
  /** `hook_pattern` [H, T, T] of each layer. */
  readonly patterns: readonly Tensor[];
}

/** @throws Error that names the words which the model does not know */
export async function readAttention(lab: QuestionLab, prompt: string): Promise<Attention> {
  const { L }: Pick<ModelConfig, 'L'> = modelOf(lab).model;
  const names = Array.from({ length: L }, (_, l) => `blocks.${l}.attn.hook_pattern` as const);
  const { tokens, activations } = await readNext(lab, { prompt, activations: names });
  const patterns = names.map((name) => activations[name] as Tensor);
  return {
    tokens: tokens.map(({ text }) => text.trim()),
    patterns,
    weightOf({ layer, head }, query, key) {
      const { data, shape } = patterns[layer];
      return data[(head * shape[1] + query) * shape[1] + key];
    },
  };
}

/** The last place of a word. @throws Error where the text has none */
export function placeOf(tokens: readonly string[], word: string): number {
  const place = tokens.lastIndexOf(word);
  if (place < 0) throw new Error(msg(str`it reads “${tokens.join(' ')}”, without the word “${word}”.`));
  return place;
}

export function softmax(scores: readonly number[]): number[] {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

/** Patterns of all heads take a second: those of the same weights are read once. */
let known: { readonly model: ModelKey; readonly habits: Promise<readonly HeadPatternResult[]> } | undefined;

async function headPatternsOf({ transformer, model }: QuestionLab): Promise<readonly HeadPatternResult[]> {
  if (!known || !isSameModel(known.model, model))
    known = { model, habits: transformer.lens('head-patterns', {}).then(({ habits }) => habits) };
  try {
    return await known.habits;
  } catch (error) {
    known = undefined;
    throw error;
  }
}

/** The heads that follow these patterns most, over the texts of the data set. @throws Error where the data has none */
export async function headsOf<Name extends string>(
  lab: QuestionLab,
  ...patterns: readonly Name[]
): Promise<Readonly<Record<Name, BestHead>>> {
  const best = bestHeads(await headPatternsOf(lab));
  const named = patterns.map((name) => {
    const head = best.find(({ headPattern }) => headPattern.habit === name);
    if (!head) throw new Error(msg(str`its data has no pattern “${name}”.`));
    return [name, head] as const;
  });
  return Object.fromEntries(named) as Readonly<Record<Name, BestHead>>;
}

/** @throws Error that names the words which the model does not know */
export function idsOf<const Words extends readonly string[]>(
  lab: QuestionLab,
  words: Words,
): { readonly [Index in keyof Words]: number } {
  const { vocabulary } = modelOf(lab);
  const ids = words.map((word) => vocabulary.indexOf(word));
  const unknown = words.filter((_, i) => ids[i] < 0);
  if (unknown.length > 0)
    throw new Error(msg(str`it has no token ${unknown.map((word) => `“${word}”`).join(', ')}.`));
  return ids as never;
}

type WithLogits = Pick<QueryResult, 'activations' | 'tokens'>;

function lastLogits({ activations, tokens }: WithLogits): number[] {
  const { data = new Float32Array(), shape: [, V] = [0, 0] } = activations.logits ?? {};
  return Array.from(data.subarray((tokens.length - 1) * V, tokens.length * V));
}

/** Logits of all tokens after a prompt. */
export const readLogits = async (lab: QuestionLab, prompt: string): Promise<number[]> =>
  lastLogits(await readNext(lab, { prompt, activations: ['logits'] }));

/** Of any token to come next, also one that is not among the most probable. The pass has read its logits. */
export const probabilityOf = (pass: WithLogits, id: number): number => softmax(lastLogits(pass))[id];

/** Probability of the model's own prediction after the last token, read after each block; the embedding first. */
export async function predictionByBlock(
  lab: QuestionLab,
  text: string,
): Promise<{ readonly word: string; readonly probabilities: readonly number[] }> {
  const { rows, followed }: Lenses['logit-lens']['result'] = await lab.transformer.lens('logit-lens', {
    text,
  });
  const ends = rows.filter(({ layer, kind }, i) => kind === 'embedding' || rows[i + 1]?.layer !== layer);
  return {
    word: followed.text.trim(),
    probabilities: ends.map(({ cells }) => cells[cells.length - 1].followed.probability),
  };
}
