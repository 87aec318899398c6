// What an edit is fitted to and what it spares: the wordings of one fact, also behind other text, and the usual keys.

import { inBatches } from '../../model/batches.ts';
import type { ModelConfig } from '../../model/config.ts';
import type { Values } from '../../model/inspector.ts';
import type { EditPrompt } from '../../model/lenses/rank-one-edit.ts';
import { SecondMoment } from '../../model/lenses/second-moment.ts';
import type { InPieces } from '../../model/pieces.ts';
import { random } from '../../model/random.ts';
import type { Still } from '../../model/run.ts';
import type { EditRequest, EditSite } from '../lab-api.ts';
import type { FactQuestion } from './fact-questions.ts';
import { factsOf, questionsAbout, subjectSpan } from './fact-questions.ts';

/** Wordings the edit is fitted to, as long as one is left to test it on, and sentences each of them is put behind. */
const FITTED = 3;
const CONTEXTS = 2;
/** Tokens of the training data whose keys are taken as usual, and the share of their mean diagonal added to them. */
const CORPUS_TOKENS = 15_000;
const CORPUS_RIDGE = 0.001;
/** With the other facts protected their keys alone count, and a smaller ridge would leave an edit next to no direction. */
const FACTS_RIDGE = 0.2;

/** An edit with everything looked up and checked. */
export interface EditTask {
  readonly asked: EditRequest;
  readonly site: EditSite;
  /** The token that is to follow. */
  readonly answer: number;
  readonly fitted: readonly FactQuestion[];
  /** The other wordings of the same question. */
  readonly paraphrases: readonly FactQuestion[];
  /** Every question about other facts. */
  readonly others: readonly FactQuestion[];
}

export function editTask(still: Still, asked: EditRequest): EditTask {
  const { config } = still.plan;
  const site = asked.site ?? usualSite(config);
  if (config.mlpWidth === 0) throw new Error('This model has no MLPs, so there is no memory to rewrite.');
  if (!Number.isInteger(site.layer) || site.layer < 0 || site.layer >= config.L)
    throw new Error(`The model has ${config.L} layers, counted from 0; there is no layer ${site.layer}.`);
  const facts = factsOf(still);
  const own = questionsAbout(facts, asked);
  const answer = answerId(still, asked.newAnswer);
  if (own.some((question) => question.answer === answer))
    throw new Error(`The ${asked.relation} of ${asked.subject} is ${asked.newAnswer} already.`);
  const count = Math.max(1, Math.min(FITTED, own.length - 1));
  return {
    asked,
    site,
    answer,
    fitted: own.slice(0, count),
    paraphrases: own.slice(count),
    others: facts.questions.filter((question) => !own.includes(question)),
  };
}

/** Where an edit works best at this size, measured: the last MLP where embeddings are tied, else the first. */
function usualSite({ L, tied }: ModelConfig): EditSite {
  return { layer: tied ? L - 1 : 0, at: 'answer' };
}

function answerId({ plan: { dataset } }: Still, word: string): number {
  const { ids, unknown } = dataset.tokenizer.encode(word);
  if (unknown.length > 0)
    throw new Error(`The model does not know “${word}”; the new answer is a word of its vocabulary.`);
  if (ids.length !== 1) throw new Error(`“${word}” is ${ids.length} tokens; an answer is exactly one.`);
  return ids[0];
}

/** The fitted wordings, each by itself and behind other sentences as far as the context has room. */
export function fittedPrompts(still: Still, task: EditTask): EditPrompt[] {
  return task.fitted.flatMap((question) => {
    const position = positionIn(still, question, task.site);
    const texts = sentencesBefore(still, task, question, 'fitted', CONTEXTS);
    return [[], ...texts].map((text) => ({
      tokens: [...text, ...question.tokens],
      position: text.length + position,
    }));
  });
}

/** Sentences about other facts that fit the context together with the question; others for another `use`. */
export function sentencesBefore(
  { plan }: Still,
  { others, asked }: EditTask,
  question: FactQuestion,
  use: string,
  count: number,
): number[][] {
  const fullStop = plan.dataset.tokenizer.encode('.').ids;
  const room = plan.config.T - question.tokens.length;
  const sentences = others.map(({ tokens, answer }) => [...tokens, answer, ...fullStop]);
  const fitting = sentences.filter(({ length }) => length <= room);
  if (fitting.length === 0) return [];
  const stream = random(asked.seed ?? 0, 'edit', use, asked.subject, question.wording);
  return Array.from({ length: count }, () => stream.choice(fitting));
}

/** Which keys are usual at the site: all of the training data's, or those of the other facts alone. */
export function usualKeys(still: Still, task: EditTask): { keys: InPieces<SecondMoment>; ridge: number } {
  return task.asked.protect
    ? { keys: keysOfFacts(still, task), ridge: FACTS_RIDGE }
    : { keys: keysOfCorpus(still, task.site), ridge: CORPUS_RIDGE };
}

async function* keysOfCorpus({ inspector, plan }: Still, { layer }: EditSite): InPieces<SecondMoment> {
  const { config, dataset, training } = plan;
  const { B, seed } = training;
  const { T, mlpWidth: M } = config;
  const moment = new SecondMoment(M);
  const name = `blocks.${layer}.mlp.hook_post` as const;
  const total = Math.ceil(CORPUS_TOKENS / (B * T));
  for (let step = 0; step < total; step++) {
    const { tokens } = dataset.batch({ split: 'train', step, seed, B, T });
    const { activations } = await inspector.look({ B, T, tokens, names: [name] });
    const { data } = activations.get(name) as Values;
    for (let at = 0; at < data.length; at += M) moment.add(data.subarray(at, at + M));
    yield { what: 'batches read', done: step + 1, total };
  }
  return moment;
}

async function* keysOfFacts(still: Still, { others, site }: EditTask): InPieces<SecondMoment> {
  const { inspector, plan } = still;
  const { mlpWidth: M } = plan.config;
  const moment = new SecondMoment(M);
  const name = `blocks.${site.layer}.mlp.hook_post` as const;
  const prompts = others.map(({ tokens }) => tokens);
  let done = 0;
  for await (const places of inBatches(inspector, plan.config, prompts, [name])) {
    for (const { index, row, T, values } of places) {
      const at = row * T + positionIn(still, others[index], site);
      moment.add(values(name).data.subarray(at * M, (at + 1) * M));
    }
    done += places.length;
    yield { what: 'questions read', done, total: others.length };
  }
  return moment;
}

/** Where the MLP is to answer differently. */
function positionIn(still: Still, { tokens, subject }: FactQuestion, { at }: EditSite): number {
  return at === 'answer' ? tokens.length - 1 : subjectSpan(still, tokens, subject).last;
}
