// The prompts and key statistics of an edit.

import type { EditSite } from '../../model/editing/edit-record.ts';
import type { EditPrompt } from '../../model/editing/rank-one-edit.ts';
import { SecondMoment } from '../../model/editing/second-moment.ts';
import { inspectInBatches } from '../../model/inspection/inspect-in-batches.ts';
import type { NDArray } from '../../model/inspection/inspector.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { random } from '../../shared/random.ts';
import type { FactPrompt } from '../facts/fact-prompts.ts';
import { loadFacts, promptsOfFact, subjectSpan } from '../facts/fact-prompts.ts';
import { assertLayer } from '../shared/unit-results.ts';
import { defaultSite, type EditRequest } from './edit-request.ts';

/** Wordings that an edit is fitted to, leaving at least one for the test, and sentences that precede each of them. */
const FITTED_PROMPTS = 3;
const CONTEXTS_PER_PROMPT = 2;
/** Training tokens for the second moment of the keys, and the share of its mean diagonal that is added as a ridge. */
const CORPUS_TOKENS = 15_000;
const CORPUS_RIDGE = 0.001;
/** `preserveOthers` uses the keys of the other facts alone; a smaller ridge would leave an edit almost no direction. */
const FACTS_RIDGE = 0.2;

/** A validated edit. */
export interface EditTask {
  readonly request: EditRequest;
  readonly site: EditSite;
  /** The new answer. */
  readonly answer: number;
  readonly fitted: readonly FactPrompt[];
  /** The other wordings. */
  readonly paraphrases: readonly FactPrompt[];
  /** Every prompt about other facts. */
  readonly others: readonly FactPrompt[];
  /** Prompts whose keys `preserveOthers` uses; all, unless the effect on the rest is to be measured. */
  readonly protectedOthers: readonly FactPrompt[];
}

export function prepareEdit(frozen: FrozenModel, request: EditRequest): EditTask {
  const { config } = frozen.plan;
  const site = request.site ?? defaultSite(config);
  if (config.mlpWidth === 0) throw new Error('This model has no MLP, so it has no weights to edit.');
  assertLayer(config, site.layer);
  const facts = loadFacts(frozen);
  const factPrompts = promptsOfFact(facts, request);
  const answer = encodeAnswer(frozen, request.newAnswer);
  if (factPrompts.some((prompt) => prompt.answer === answer))
    throw new Error(`The ${request.relation} of ${request.subject} is ${request.newAnswer} already.`);
  const count = Math.max(1, Math.min(FITTED_PROMPTS, factPrompts.length - 1));
  const others = facts.prompts.filter((prompt) => !factPrompts.includes(prompt));
  return {
    request,
    site,
    answer,
    fitted: factPrompts.slice(0, count),
    paraphrases: factPrompts.slice(count),
    others,
    protectedOthers: others,
  };
}

/** The task with half of the other subjects protected, so that the rest shows what protection does to facts it does not know. */
export function protectHalf(task: EditTask): EditTask {
  const subjects = [...new Set(task.others.map(({ subject }) => subject))];
  const { request } = task;
  const half = new Set(
    random(request.seed ?? 0, 'edit', 'protected', request.subject)
      .shuffle(subjects)
      .slice(0, Math.ceil(subjects.length / 2)),
  );
  return { ...task, protectedOthers: task.others.filter(({ subject }) => half.has(subject)) };
}

function encodeAnswer({ plan: { dataset } }: FrozenModel, word: string): number {
  const { ids, unknown } = dataset.tokenizer.encode(word);
  if (unknown.length > 0)
    throw new Error(`The model does not know “${word}”; the new answer is a word of its vocabulary.`);
  if (ids.length !== 1) throw new Error(`“${word}” is ${ids.length} tokens; an answer is exactly one.`);
  return ids[0];
}

/** The fitted wordings, each alone and after other sentences, as far as the context has room. */
export function fittedPrompts(frozen: FrozenModel, task: EditTask): EditPrompt[] {
  return task.fitted.flatMap((prompt) => {
    const position = keyPosition(frozen, prompt, task.site);
    const texts = prefixSentences(frozen, task, prompt, 'fitted', CONTEXTS_PER_PROMPT);
    return [[], ...texts].map((text) => ({
      tokens: [...text, ...prompt.tokens],
      position: text.length + position,
    }));
  });
}

/** Sentences about other facts that fit the context together with the prompt; `purpose` selects other ones. */
export function prefixSentences(
  { plan }: FrozenModel,
  { others, request }: EditTask,
  prompt: FactPrompt,
  purpose: string,
  count: number,
): number[][] {
  const fullStop = plan.dataset.tokenizer.encode('.').ids;
  const maxLength = plan.config.T - prompt.tokens.length;
  const sentences = others.map(({ tokens, answer }) => [...tokens, answer, ...fullStop]);
  const fitting = sentences.filter(({ length }) => length <= maxLength);
  if (fitting.length === 0) return [];
  const stream = random(request.seed ?? 0, 'edit', purpose, request.subject, prompt.wording);
  return Array.from({ length: count }, () => stream.choice(fitting));
}

/** The keys that an edit should not change: of the training data, or of the other facts alone. */
export function keyStatistics(
  frozen: FrozenModel,
  task: EditTask,
): { keys: Job<SecondMoment>; ridge: number } {
  return task.request.preserveOthers
    ? { keys: factKeyStatistics(frozen, task), ridge: FACTS_RIDGE }
    : { keys: corpusKeyStatistics(frozen, task.site), ridge: CORPUS_RIDGE };
}

async function* corpusKeyStatistics(
  { inspector, plan }: FrozenModel,
  { layer }: EditSite,
): Job<SecondMoment> {
  const { config, dataset, training } = plan;
  const { B, seed } = training;
  const { T, mlpWidth: M } = config;
  const moment = new SecondMoment(M);
  const name = `blocks.${layer}.mlp.hook_post` as const;
  const total = Math.ceil(CORPUS_TOKENS / (B * T));
  const first = dataset.curriculumSteps ?? 0;
  for (let step = 0; step < total; step++) {
    const { tokens } = dataset.batch({ split: 'train', step: first + step, seed, B, T });
    const { activations } = await inspector.run({ B, T, tokens, names: [name], isPartial: true });
    moment.add((activations.get(name) as NDArray).data);
    yield { label: 'batches read', done: step + 1, total };
  }
  return moment;
}

async function* factKeyStatistics(
  frozen: FrozenModel,
  { protectedOthers: others, site }: EditTask,
): Job<SecondMoment> {
  const { inspector, plan } = frozen;
  const { mlpWidth: M } = plan.config;
  const moment = new SecondMoment(M);
  const name = `blocks.${site.layer}.mlp.hook_post` as const;
  const tokenRows = others.map(({ tokens }) => tokens);
  let done = 0;
  for await (const places of inspectInBatches(inspector, plan.config, tokenRows, [name])) {
    for (const { promptIndex, row, T, values } of places) {
      const at = row * T + keyPosition(frozen, others[promptIndex], site);
      moment.add(values(name).data.subarray(at * M, (at + 1) * M));
    }
    done += places.length;
    yield { label: 'prompts read', done, total: others.length };
  }
  return moment;
}

/** The position whose MLP output is changed. */
function keyPosition(frozen: FrozenModel, { tokens, subject }: FactPrompt, { at }: EditSite): number {
  return at === 'answer' ? tokens.length - 1 : subjectSpan(frozen, tokens, subject).last;
}
