// The effect of an edit on the prompts it is fitted to, on their paraphrases, and on prompts about other facts.

import type { WeightValues } from '../../model/architecture/weights.ts';
import type { FactKey } from '../../model/data/dataset.ts';
import { firstName, lastName } from '../../model/data/facts/name-statistics.ts';
import type { EditSite } from '../../model/editing/edit-record.ts';
import type { Edit } from '../../model/editing/rank-one-edit.ts';
import { applyUpdates, editedWeight, rankOneEdit, updateNorm } from '../../model/editing/rank-one-edit.ts';
import type { SecondMoment } from '../../model/editing/second-moment.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { l2Norm } from '../../shared/numbers.ts';
import { type AnswerRank, evaluateFacts } from '../facts/answer-rank.ts';
import { type FactPrompt, type PromptResult, toPromptResult } from '../facts/fact-prompts.ts';
import type { EditRequest } from './edit-request.ts';
import { type EditTask, fittedPrompts, keyStatistics, prefixSentences, prepareEdit } from './edit-task.ts';

/** A prompt before and after an edit, both measured by the new answer. */
export interface EditedPromptResult {
  before: PromptResult;
  after: PromptResult;
}

/** Prompts whose most probable answer is unchanged. */
export interface PreservedCount {
  kept: number;
  of: number;
}

/** The effect of changed weights. */
export interface EditOutcome extends FactKey {
  step: number;
  oldAnswer: string;
  newAnswer: string;
  site: EditSite;
  /** `preserveOthers` of the request; the name that model files use. */
  protect: boolean;
  /** The wordings that the edit is fitted to. */
  fitted: EditedPromptResult[];
  /** The other wordings. */
  paraphrases: EditedPromptResult[];
  /** All wordings, each after another sentence. */
  withText: EditedPromptResult[];
  /** All prompts about other facts; those whose subject shares the first or the last name. */
  others: PreservedCount;
  sameFirstName: PreservedCount;
  sameLastName: PreservedCount;
  /** Prompts about other facts whose keys `preserveOthers` did not use, if there are any. */
  unprotected?: PreservedCount;
  /** Prompts about other facts with another answer than before. */
  changed: (FactKey & { wording: number; prompt: string; before: string; after: string })[];
  /** Every fitted wording gives the new answer a probability of at least 0.9. */
  success: boolean;
  /** Every other wording predicts the new answer. */
  generalises: boolean;
  /** At least 95 % of the prompts about other facts keep their answer. */
  specific: boolean;
}

export interface EditResult extends EditOutcome {
  /** Norm of the change of the MLP's output for this fact, and of the output before. */
  added: number;
  addedBefore: number;
  /** Frobenius norm of the change of the matrix, and of the matrix. */
  change: number;
  matrix: number;
}

/** Thresholds of `success` and `specific`. */
export const SUCCESS_PROBABILITY = 0.9;
const MIN_PRESERVED = 0.95;

/** An edit and its evaluation on a frozen copy, whose weights are restored. */
export interface EvaluatedEdit {
  readonly edit: Edit;
  readonly result: EditResult;
}

export async function* evaluateEdit(frozen: FrozenModel, request: EditRequest): Job<EvaluatedEdit> {
  frozen.weights.requireFloat32('an edit');
  const task = prepareEdit(frozen, request);
  const { keys, ridge } = keyStatistics(frozen, task);
  return yield* applyAndEvaluate(frozen, task, yield* keys, ridge);
}

export async function* applyAndEvaluate(
  frozen: FrozenModel,
  task: EditTask,
  moment: SecondMoment,
  ridge: number,
): Job<EvaluatedEdit> {
  const { inspector, plan, weights } = frozen;
  const { answer, site } = task;
  const fit = { layer: site.layer, prompts: fittedPrompts(frozen, task), answer };
  const edit = yield* rankOneEdit(inspector, plan.config, fit, { moment, ridge });
  const original = await weights.get();
  const outcome = yield* evaluateWeights(frozen, task, applyUpdates(plan.config, original, [edit]));
  const matrix = l2Norm(original.get(editedWeight(plan.config, site.layer)) as Float32Array);
  const sizes = {
    added: l2Norm(edit.delta),
    addedBefore: edit.lengthBefore,
    change: updateNorm(edit),
    matrix,
  };
  return { edit, result: { ...outcome, ...sizes } };
}

/** The effect of any other weights, which are put in place of the copy's for the evaluation. */
export async function* evaluateWeights(
  frozen: FrozenModel,
  task: EditTask,
  edited: WeightValues,
): Job<EditOutcome> {
  const { weights } = frozen;
  const before = yield* evaluateAllPrompts(frozen, task);
  const original = await weights.get();
  weights.set(edited);
  try {
    return toEditOutcome(frozen, task, before, yield* evaluateAllPrompts(frozen, task));
  } finally {
    weights.set(original);
  }
}

interface RankedPrompt {
  readonly prompt: FactPrompt;
  readonly rank: AnswerRank;
}

/** Ranks of the new answer; for `others`, of their own. */
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
  // One list, because every batch size needs its own compiled program.
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

function toEditOutcome(
  frozen: FrozenModel,
  { request, site, fitted, protectedOthers }: EditTask,
  before: EditEvaluation,
  after: EditEvaluation,
): EditOutcome {
  const toResult = ({ prompt, rank }: RankedPrompt) => toPromptResult(frozen, prompt, rank);
  const beforeAndAfter = (part: keyof EditEvaluation): EditedPromptResult[] =>
    before[part].map((one, i) => ({ before: toResult(one), after: toResult(after[part][i]) }));
  const same = before.others.map(({ rank }, i) => rank.said.id === after.others[i].rank.said.id);
  const kept = (isIncluded: (prompt: FactPrompt) => boolean): PreservedCount => {
    const chosen = same.filter((_, i) => isIncluded(before.others[i].prompt));
    return { kept: chosen.filter(Boolean).length, of: chosen.length };
  };
  const fact = fitted[0].fact;
  const isProtected = new Set(protectedOthers);
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
    protect: request.preserveOthers ?? false,
    fitted: fittedReplies,
    paraphrases,
    withText: beforeAndAfter('withText'),
    others,
    sameFirstName: kept(({ fact: other }) => sharesName(firstName, other.subject, fact.subject)),
    sameLastName: kept(({ fact: other }) => sharesName(lastName, other.subject, fact.subject)),
    ...(protectedOthers.length < before.others.length && {
      unprotected: kept((prompt) => !isProtected.has(prompt)),
    }),
    changed: beforeAndAfter('others').flatMap(({ before: one, after: other }, i) => {
      const { subject, relation, wording } = before.others[i].prompt;
      return same[i]
        ? []
        : [{ subject, relation, wording, prompt: one.prompt, before: one.said.text, after: other.said.text }];
    }),
    success: fittedReplies.every((reply) => reply.after.probability >= SUCCESS_PROBABILITY),
    generalises: paraphrases.every(isCorrect),
    specific: others.kept >= MIN_PRESERVED * others.of,
  };
}

export const isCorrect = ({ after }: EditedPromptResult) => after.rank === 1;

/** False for subjects of one word, which have neither a first nor a last name. */
function sharesName(nameOf: (subject: string) => string | undefined, one: string, other: string): boolean {
  return nameOf(one) !== undefined && nameOf(one) === nameOf(other);
}
