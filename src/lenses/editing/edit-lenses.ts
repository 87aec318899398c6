// Rewriting a fact as the page asks for it: what it does to the question itself, to its wordings, and to all others.

import { firstName, lastName } from '../../model/data/facts/name-statistics.ts';
import type { Edit } from '../../model/editing/rank-one-edit.ts';
import {
  applyUpdates,
  editedWeight,
  l2Norm,
  rankOneEdit,
  updateNorm,
} from '../../model/editing/rank-one-edit.ts';
import type { SecondMoment } from '../../model/editing/second-moment.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { withOverallProgress } from '../../shared/job.ts';
import { random } from '../../shared/random.ts';
import type {
  EditBenchmarkRequest,
  EditBenchmarkResult,
  EditedPromptResult,
  EditRequest,
  EditResult,
  PreservedCount,
} from '../../workers/rpc/api/lab-api.ts';
import type { AnswerRank } from '../facts/answer-rank.ts';
import { evaluateFacts } from '../facts/answer-rank.ts';
import type { FactPrompt } from '../facts/fact-prompts.ts';
import { loadFacts, toPromptResult } from '../facts/fact-prompts.ts';
import type { EditTask } from './edit-task.ts';
import { fittedPrompts, keyStatistics, prefixSentences, prepareEdit } from './edit-task.ts';

/** What an edit has to reach: probability of the new answer, and share of other questions answered as before. */
const SUCCESS_PROBABILITY = 0.9;
const MIN_PRESERVED = 0.95;
const DEFAULT_FACT_COUNT = 20;

/** An edit and its measure, both made on a copy of the model, which is left as it was. */
export interface EvaluatedEdit {
  readonly edit: Edit;
  readonly result: EditResult;
}

export async function* evaluateEdit(frozen: FrozenModel, request: EditRequest): Job<EvaluatedEdit> {
  const task = prepareEdit(frozen, request);
  const { keys, ridge } = keyStatistics(frozen, task);
  return yield* applyAndEvaluate(frozen, task, yield* keys, ridge);
}

/** Rewrites facts chosen by the seed, each in the unedited model. */
export async function* benchmarkEdits(
  frozen: FrozenModel,
  { count = DEFAULT_FACT_COUNT, site, protect, seed = 0 }: EditBenchmarkRequest,
): Job<EditBenchmarkResult> {
  const { facts } = loadFacts(frozen);
  const stream = random(seed, 'edit benchmark');
  const chosen = stream.shuffle([...facts]).slice(0, count);
  const edits: EditResult[] = [];
  let moment: SecondMoment | undefined;
  for (const { subject, relation, answer } of chosen) {
    const answers = new Set(facts.filter((fact) => fact.relation === relation).map((fact) => fact.answer));
    answers.delete(answer);
    const newAnswer = stream.choice([...answers]);
    const task = prepareEdit(frozen, { subject, relation, newAnswer, site, protect, seed });
    const progress = { label: 'facts rewritten', done: edits.length, total: chosen.length };
    const { keys, ridge } = keyStatistics(frozen, task);
    // The training data's keys are the same for every fact; the other facts' are not.
    if (!moment || protect) moment = yield* withOverallProgress(progress, keys);
    edits.push((yield* withOverallProgress(progress, applyAndEvaluate(frozen, task, moment, ridge))).result);
  }
  return { step: frozen.step, edits, ...averageResults(edits) };
}

async function* applyAndEvaluate(
  frozen: FrozenModel,
  task: EditTask,
  moment: SecondMoment,
  ridge: number,
): Job<EvaluatedEdit> {
  const { inspector, plan, weights } = frozen;
  const { answer, site } = task;
  const fit = { layer: site.layer, prompts: fittedPrompts(frozen, task), answer };
  const edit = yield* rankOneEdit(inspector, plan.config, fit, { moment, ridge });
  const before = yield* evaluateAllPrompts(frozen, task);
  const original = await weights.get();
  weights.set(applyUpdates(original, [edit]));
  try {
    const after = yield* evaluateAllPrompts(frozen, task);
    const matrix = l2Norm(original.get(editedWeight(site.layer)) as Float32Array);
    return { edit, result: toEditResult(frozen, task, edit, matrix, before, after) };
  } finally {
    weights.set(original);
  }
}

interface RankedPrompt {
  readonly prompt: FactPrompt;
  readonly rank: AnswerRank;
}

/** By what is asked for; the first three by the new answer. */
interface EditEvaluation {
  readonly fitted: RankedPrompt[];
  readonly paraphrases: RankedPrompt[];
  readonly withText: RankedPrompt[];
  readonly others: RankedPrompt[];
}

async function* evaluateAllPrompts(frozen: FrozenModel, task: EditTask): Job<EditEvaluation> {
  const { answer, fitted, paraphrases, others } = task;
  const withNewAnswer = (prompt: FactPrompt) => ({ ...prompt, answer });
  const withText = [...fitted, ...paraphrases].flatMap((prompt) =>
    prefixSentences(frozen, task, prompt, 'tested', 1).map((sentence) => ({
      ...withNewAnswer(prompt),
      tokens: [...sentence, ...prompt.tokens],
    })),
  );
  // Side by side: a batch of another size is another program to make.
  const own = yield* rankPrompts(frozen, [...[...fitted, ...paraphrases].map(withNewAnswer), ...withText]);
  return {
    fitted: own.splice(0, fitted.length),
    paraphrases: own.splice(0, paraphrases.length),
    withText: own,
    others: yield* rankPrompts(frozen, others),
  };
}

async function* rankPrompts(
  { inspector, plan }: FrozenModel,
  prompts: readonly FactPrompt[],
): Job<RankedPrompt[]> {
  const ranks = yield* evaluateFacts(inspector, plan.config, prompts);
  return prompts.map((prompt, i) => ({ prompt, rank: ranks[i] }));
}

function toEditResult(
  frozen: FrozenModel,
  { request, site, fitted }: EditTask,
  edit: Edit,
  matrix: number,
  before: EditEvaluation,
  after: EditEvaluation,
): EditResult {
  const toResult = ({ prompt, rank }: RankedPrompt) => toPromptResult(frozen, prompt, rank);
  const beforeAndAfter = (part: keyof EditEvaluation): EditedPromptResult[] =>
    before[part].map((one, i) => ({ before: toResult(one), after: toResult(after[part][i]) }));
  const same = before.others.map(({ rank }, i) => rank.said.id === after.others[i].rank.said.id);
  const kept = (isIncluded: (question: FactPrompt) => boolean): PreservedCount => {
    const chosen = same.filter((_, i) => isIncluded(before.others[i].prompt));
    return { kept: chosen.filter(Boolean).length, of: chosen.length };
  };
  const fact = fitted[0].fact;
  const [fittedReplies, paraphrases, others] = [
    beforeAndAfter('fitted'),
    beforeAndAfter('paraphrases'),
    kept(() => true),
  ];
  return {
    step: frozen.step,
    subject: fact.subject,
    relation: fact.relation,
    oldAnswer: fact.answer,
    newAnswer: request.newAnswer,
    site,
    protect: request.protect ?? false,
    fitted: fittedReplies,
    paraphrases,
    withText: beforeAndAfter('withText'),
    others,
    sameFirstName: kept(({ fact: other }) => sharesName(firstName, other.subject, fact.subject)),
    sameLastName: kept(({ fact: other }) => sharesName(lastName, other.subject, fact.subject)),
    changed: beforeAndAfter('others').flatMap(({ before: one, after: other }, i) => {
      const { subject, relation, wording } = before.others[i].prompt;
      return same[i]
        ? []
        : [{ subject, relation, wording, prompt: one.prompt, before: one.said.text, after: other.said.text }];
    }),
    success: fittedReplies.every((reply) => reply.after.probability >= SUCCESS_PROBABILITY),
    generalises: paraphrases.every(isRight),
    specific: others.kept >= MIN_PRESERVED * others.of,
    added: l2Norm(edit.delta),
    addedBefore: edit.lengthBefore,
    change: updateNorm(edit),
    matrix,
  };
}

const isRight = ({ after }: EditedPromptResult) => after.rank === 1;

/** Of people only: what has one name has neither a first nor a last one. */
function sharesName(nameOf: (subject: string) => string | undefined, one: string, other: string): boolean {
  return nameOf(one) !== undefined && nameOf(one) === nameOf(other);
}

function averageResults(edits: readonly EditResult[]): Omit<EditBenchmarkResult, 'step' | 'edits'> {
  const mean = (of: (edit: EditResult) => number) =>
    edits.reduce((sum, edit) => sum + of(edit), 0) / edits.length;
  const share = (replies: readonly EditedPromptResult[], good: (reply: EditedPromptResult) => boolean) =>
    replies.filter(good).length / replies.length;
  const keptOf = (of: (edit: EditResult) => PreservedCount) => {
    const count = edits.reduce((sum, edit) => sum + of(edit).of, 0);
    return count === 0 ? undefined : edits.reduce((sum, edit) => sum + of(edit).kept, 0) / count;
  };
  return {
    success: mean(({ fitted }) => share(fitted, ({ after }) => after.probability >= SUCCESS_PROBABILITY)),
    paraphrase: mean(({ paraphrases }) => share(paraphrases, isRight)),
    withText: mean(({ withText }) => share(withText, isRight)),
    kept: mean(({ others }) => others.kept / others.of),
    sameFirstNameKept: keptOf(({ sameFirstName }) => sameFirstName),
    sameLastNameKept: keptOf(({ sameLastName }) => sameLastName),
    allThree: mean((edit) => Number(edit.success && edit.generalises && edit.specific)),
  };
}
