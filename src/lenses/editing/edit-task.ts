// What an edit is fitted to and what it spares: the wordings of one fact, also behind other text, and the usual keys.

import type { ModelConfig } from '../../model/architecture/config.ts';
import type { EditPrompt } from '../../model/editing/rank-one-edit.ts';
import { SecondMoment } from '../../model/editing/second-moment.ts';
import { inspectInBatches } from '../../model/inspection/inspect-in-batches.ts';
import type { NDArray } from '../../model/inspection/inspector.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { random } from '../../shared/random.ts';
import type { EditRequest, EditSite } from '../../workers/rpc/api/lab-api.ts';
import type { FactPrompt } from '../facts/fact-prompts.ts';
import { loadFacts, promptsOfFact, subjectSpan } from '../facts/fact-prompts.ts';

/** Wordings the edit is fitted to, as long as one is left to test it on, and sentences each of them is put behind. */
const FITTED_PROMPTS = 3;
const CONTEXTS_PER_PROMPT = 2;
/** Tokens of the training data whose keys are taken as usual, and the share of their mean diagonal added to them. */
const CORPUS_TOKENS = 15_000;
const CORPUS_RIDGE = 0.001;
/** With the other facts protected their keys alone count, and a smaller ridge would leave an edit next to no direction. */
const FACTS_RIDGE = 0.2;

/** An edit with everything looked up and checked. */
export interface EditTask {
  readonly request: EditRequest;
  readonly site: EditSite;
  /** The token that is to follow. */
  readonly answer: number;
  readonly fitted: readonly FactPrompt[];
  /** The other wordings of the same question. */
  readonly paraphrases: readonly FactPrompt[];
  /** Every question about other facts. */
  readonly others: readonly FactPrompt[];
}

export function prepareEdit(frozen: FrozenModel, request: EditRequest): EditTask {
  const { config } = frozen.plan;
  const site = request.site ?? defaultSite(config);
  if (config.mlpWidth === 0) throw new Error('This model has no MLPs, so there is no memory to rewrite.');
  if (!Number.isInteger(site.layer) || site.layer < 0 || site.layer >= config.L)
    throw new Error(`The model has ${config.L} layers, counted from 0; there is no layer ${site.layer}.`);
  const facts = loadFacts(frozen);
  const factPrompts = promptsOfFact(facts, request);
  const answer = encodeAnswer(frozen, request.newAnswer);
  if (factPrompts.some((prompt) => prompt.answer === answer))
    throw new Error(`The ${request.relation} of ${request.subject} is ${request.newAnswer} already.`);
  const count = Math.max(1, Math.min(FITTED_PROMPTS, factPrompts.length - 1));
  return {
    request,
    site,
    answer,
    fitted: factPrompts.slice(0, count),
    paraphrases: factPrompts.slice(count),
    others: facts.prompts.filter((prompt) => !factPrompts.includes(prompt)),
  };
}

/** Where an edit works best at this size, measured: the last MLP where embeddings are tied, else the first. */
function defaultSite({ L, tied }: ModelConfig): EditSite {
  return { layer: tied ? L - 1 : 0, at: 'answer' };
}

function encodeAnswer({ plan: { dataset } }: FrozenModel, word: string): number {
  const { ids, unknown } = dataset.tokenizer.encode(word);
  if (unknown.length > 0)
    throw new Error(`The model does not know “${word}”; the new answer is a word of its vocabulary.`);
  if (ids.length !== 1) throw new Error(`“${word}” is ${ids.length} tokens; an answer is exactly one.`);
  return ids[0];
}

/** The fitted wordings, each by itself and behind other sentences as far as the context has room. */
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

/** Sentences about other facts that fit the context together with the question; others for another `use`. */
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

/** Which keys are usual at the site: all of the training data's, or those of the other facts alone. */
export function keyStatistics(
  frozen: FrozenModel,
  task: EditTask,
): { keys: Job<SecondMoment>; ridge: number } {
  return task.request.protect
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
  for (let step = 0; step < total; step++) {
    const { tokens } = dataset.batch({ split: 'train', step, seed, B, T });
    const { activations } = await inspector.run({ B, T, tokens, names: [name] });
    const { data } = activations.get(name) as NDArray;
    for (let at = 0; at < data.length; at += M) moment.add(data.subarray(at, at + M));
    yield { label: 'batches read', done: step + 1, total };
  }
  return moment;
}

async function* factKeyStatistics(frozen: FrozenModel, { others, site }: EditTask): Job<SecondMoment> {
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
    yield { label: 'questions read', done, total: others.length };
  }
  return moment;
}

/** Where the MLP is to answer differently. */
function keyPosition(frozen: FrozenModel, { tokens, subject }: FactPrompt, { at }: EditSite): number {
  return at === 'answer' ? tokens.length - 1 : subjectSpan(frozen, tokens, subject).last;
}
