// Second prompts from a data set: the same sentence about another subject, with as many tokens and another answer.

import { type Dataset, type RecallProbe, recallMeasures } from '../../model/data/dataset.ts';
import { evaluateRecall } from '../../model/inspection/measures.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { type Random, random } from '../../shared/random.ts';
import { defineFrozenLens } from '../shared/define-lens.ts';
import { encodePrompt, toToken } from '../shared/prompt-tokens.ts';
import type { Token } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { columnTable } from '../shared/text-table.ts';

export interface SuggestedPair {
  readonly clean: readonly number[];
  readonly corrupt: readonly number[];
  /** Absent where the data set does not know the answers: the model's predictions then take their place. */
  readonly answer?: number;
  readonly other?: number;
}

export interface SuggestionRequest {
  /** Token ids of a prompt; the first pair begins with it. */
  readonly prompt: readonly number[];
  readonly count: number;
  readonly seed: number;
}

/**
 * Pairs of one sentence pattern, whose prompts have the same number of tokens, differ in few of them, and are all answered
 * correctly by the model. A row of interchangeable tokens loses the repetition that its end continues. Any other prompt gets two words swapped that both answer questions of one kind, such as names, or one
 * word exchanged for another of its kind: man for woman, three for five.
 */
export async function* suggestPairs(frozen: FrozenModel, request: SuggestionRequest): Job<SuggestedPair[]> {
  const { dataset } = frozen.plan;
  const { prompt, count, seed } = request;
  const stream = random(seed, 'patching', 'pairs', ...prompt);
  const similar = similarProbes(dataset, prompt);
  if (similar.length === 0) {
    const pairs = [
      ...brokenRepetitions(dataset, prompt, stream),
      ...swappedWords(dataset, prompt),
      ...exchangedWords(dataset, prompt, stream),
    ];
    return (seed === 0 ? pairs : stream.shuffle(pairs)).slice(0, count);
  }
  const correct = yield* evaluateRecall(frozen.inspector, frozen.plan.config, similar);
  const known = similar.filter((_, i) => correct[i]);
  // The prompt itself comes first, whatever the model says.
  const cleans = [similar[0], ...stream.shuffle(known.filter((probe) => probe !== similar[0]))];
  return cleans.slice(0, count).flatMap((clean) => {
    const corrupt = partnerOf(clean, known, stream);
    return corrupt
      ? [{ clean: clean.tokens, corrupt: corrupt.tokens, answer: clean.answer, other: corrupt.answer }]
      : [];
  });
}

/** Probes of the prompt's sentence pattern and length, the prompt's own first; none if no measure has the prompt. */
function similarProbes(dataset: Dataset, prompt: readonly number[]): RecallProbe[] {
  for (const measure of recallMeasures(dataset)) {
    const own = measure.probes.find(({ tokens }) => isSame(tokens, prompt));
    if (!own) continue;
    const { relation, wording, tokens } = own;
    const others = measure.probes.filter(
      (probe) =>
        probe.relation === relation &&
        probe.wording === wording &&
        probe.tokens.length === tokens.length &&
        !isSame(probe.tokens, tokens) &&
        // Those of another text differ nearly everywhere.
        2 * distance(probe.tokens, tokens) <= tokens.length,
    );
    if (others.length > 0) return [own, ...others];
  }
  return [];
}

/** With another answer and the fewest different tokens; one of several at random. */
function partnerOf(
  clean: RecallProbe,
  known: readonly RecallProbe[],
  stream: Random,
): RecallProbe | undefined {
  const others = known.filter(({ answer }) => answer !== clean.answer);
  if (others.length === 0) return undefined;
  const distances = others.map(({ tokens }) => distance(tokens, clean.tokens));
  const spans = subjectDistance(distances);
  return stream.choice(others.filter((_, i) => distances[i] === spans));
}

/** The whole subject differs: the most common number of different tokens, so that pairs of many subjects are alike. */
function subjectDistance(distances: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const each of distances) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}

const distance = (a: readonly number[], b: readonly number[]) => a.filter((id, t) => id !== b[t]).length;
const isSame = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((id, t) => id === b[t]);

/**
 * Where all tokens can follow each other, as in rows of repetitions, earlier occurrences of the last token become another token, so that
 * there is nothing to repeat.
 */
function brokenRepetitions(dataset: Dataset, prompt: readonly number[], stream: Random): SuggestedPair[] {
  const answers = new Set(
    recallMeasures(dataset).flatMap(({ probes }) => probes.map(({ answer }) => answer)),
  );
  const [last, before] = [prompt[prompt.length - 1], prompt.slice(0, -1)];
  if (!before.includes(last) || !prompt.every((id) => answers.has(id))) return [];
  const others = stream.shuffle([...answers].filter((id) => !prompt.includes(id)));
  return others.map((other) => ({
    clean: prompt,
    corrupt: [...before.map((id) => (id === last ? other : id)), last],
  }));
}

/** Two words that both are answers of one measure, such as the owners in a story, in each other's place. */
function swappedWords(dataset: Dataset, prompt: readonly number[]): SuggestedPair[] {
  return recallMeasures(dataset).flatMap(({ probes }) => {
    const answers = new Set(probes.map(({ answer }) => answer));
    const words = [...new Set(prompt.filter((id) => answers.has(id)))];
    return words.flatMap((one, i) =>
      words.slice(i + 1).map((other): SuggestedPair => {
        const swap = (id: number) => (id === one ? other : id === other ? one : id);
        return { clean: prompt, corrupt: prompt.map(swap), answer: one, other };
      }),
    );
  });
}

/** One word exchanged: for its partner in an analogy, or for another number. */
function exchangedWords(
  { tokenizer, analogies = [] }: Dataset,
  prompt: readonly number[],
  stream: Random,
): SuggestedPair[] {
  const idsOf = (words: readonly string[]) =>
    words.flatMap((word) => {
      const { ids, unknown } = tokenizer.encode(word);
      return ids.length === 1 && unknown.length === 0 ? [ids[0]] : [];
    });
  const kinds = [
    ...analogies.flatMap(({ pairs }) => pairs.map((pair) => idsOf(pair))),
    ...analogies.flatMap(({ pairs }) => [
      idsOf(pairs.map(([one]) => one)),
      idsOf(pairs.map(([, other]) => other)),
    ]),
    idsOf(NUMBERS),
  ];
  const pairs = kinds.flatMap((ids) =>
    prompt.flatMap((token, t) =>
      ids.includes(token)
        ? stream.shuffle(ids.filter((id) => id !== token)).map(
            (id): SuggestedPair => ({
              clean: prompt,
              corrupt: prompt.map((each, at) => (at === t ? id : each)),
            }),
          )
        : [],
    ),
  );
  return [...new Map(pairs.map((pair) => [pair.corrupt.join(), pair])).values()];
}

const NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

export interface PromptPairsResult {
  step: number;
  /** Texts that are read as the same tokens, and their correct next tokens where the data set knows them. */
  pairs: { clean: string; corrupt: string; ids: SuggestedPair; answer?: Token; other?: Token }[];
}

const REQUEST = v.strictObject({
  text: v.TEXT,
  count: v.optional(v.integerBetween(1, 200)),
  seed: v.optional(v.SEED),
});
const DEFAULT_COUNT = 10;

/** Second prompts for patching, suggested from the data set. */
export const promptPairsLens = defineFrozenLens({
  name: 'prompt-pairs',
  request: REQUEST,
  compute: suggest,
  table: {
    requiredOptions: ['prompt'],
    toRequest: ({ prompt: text = '', count, seed }) => ({ text, count, seed }),
    format: ({ pairs }) => {
      if (pairs.length === 0) return ['The data set has no prompt like this; write a second one yourself.'];
      return columnTable(pairs, [
        ['clean', ({ clean }) => clean],
        ['answer', ({ answer }) => answer?.text ?? '–'],
        ['corrupted', ({ corrupt }) => corrupt],
        ['answer', ({ other }) => other?.text ?? '–'],
      ]);
    },
  },
});

async function* suggest(
  frozen: FrozenModel,
  { text, count = DEFAULT_COUNT, seed = 0 }: v.InferOutput<typeof REQUEST>,
): Job<PromptPairsResult> {
  const suggested = yield* suggestPairs(frozen, { prompt: encodePrompt(frozen, text), count, seed });
  const { tokenizer } = frozen.plan.dataset;
  return {
    step: frozen.step,
    pairs: suggested.map((ids) => ({
      clean: tokenizer.decode(ids.clean),
      corrupt: tokenizer.decode(ids.corrupt),
      ids,
      ...(ids.answer !== undefined && { answer: toToken(frozen, ids.answer) }),
      ...(ids.other !== undefined && { other: toToken(frozen, ids.other) }),
    })),
  };
}
