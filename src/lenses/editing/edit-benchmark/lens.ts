// Edits of many facts, each in the unedited model, with mean scores.

import * as v from 'valibot';
import { transformerParameters } from '../../../model/architecture/parameters.ts';
import { fineTune } from '../../../model/editing/fine-tuning.ts';
import { editedWeight } from '../../../model/editing/rank-one-edit.ts';
import type { SecondMoment } from '../../../model/editing/second-moment.ts';
import type { FrozenModel } from '../../../model/training/run.ts';
import { type Job, withOverallProgress } from '../../../shared/job.ts';
import { random } from '../../../shared/random.ts';
import { oneOf } from '../../../shared/validation.ts';
import { loadFacts } from '../../facts/fact-prompts.ts';
import { defineFrozenLens } from '../../shared/define-lens.ts';
import { COUNT, withLegacyKeys } from '../../shared/schemas.ts';
import { EDIT_ENTRIES, LEGACY_EDIT_KEYS } from '../edit-request.ts';
import { type EditTask, fittedPrompts, keyStatistics, prepareEdit, protectHalf } from '../edit-task.ts';
import {
  applyAndEvaluate,
  type EditedPromptResult,
  type EditOutcome,
  evaluateWeights,
  isCorrect,
  type PreservedCount,
  SUCCESS_PROBABILITY,
} from '../evaluate-edit.ts';

/** Scores are means over the edits, from 0 to 1. */
export interface EditBenchmarkResult {
  step: number;
  edits: EditOutcome[];
  /** Share of fitted prompts with a probability of at least 0.9; of paraphrases that predict the new answer. */
  success: number;
  paraphrase: number;
  /** Share of prompts about other facts with the same answer as before. */
  kept: number;
  withText: number;
  /** Undefined if no subject shares a name. */
  sameFirstNameKept?: number;
  sameLastNameKept?: number;
  /** With `preserveOthers`, which protects half of the other subjects here: of the other half. */
  unprotectedKept?: number;
  /** Share of edits with success, generalisation and specificity. */
  allThree: number;
}

const DEFAULT_COUNT = 20;

/** What an edit is compared with: Adam at the training's rate on the same prompts, on the matrix that it changes or on all weights. */
const BASELINES = ['matrix', 'model'] as const;

// `count`: facts chosen by the seed; 20 by default. `baseline`: fine-tuning instead of an edit.
const REQUEST = withLegacyKeys(
  LEGACY_EDIT_KEYS,
  v.object({ count: v.optional(COUNT), baseline: v.optional(oneOf(BASELINES)), ...EDIT_ENTRIES }),
);

export const editBenchmarkLens = defineFrozenLens({
  name: 'edit-benchmark',
  aliases: ['editBenchmark'],
  request: REQUEST,
  compute: benchmarkEdits,
});

async function* benchmarkEdits(
  frozen: FrozenModel,
  { count = DEFAULT_COUNT, baseline, site, preserveOthers, seed = 0 }: v.InferOutput<typeof REQUEST>,
): Job<EditBenchmarkResult> {
  const { facts } = loadFacts(frozen);
  const stream = random(seed, 'edit benchmark');
  const chosen = stream.shuffle([...facts]).slice(0, count);
  const edits: EditOutcome[] = [];
  let moment: SecondMoment | undefined;
  for (const { subject, relation, answer } of chosen) {
    const answers = new Set(facts.filter((fact) => fact.relation === relation).map((fact) => fact.answer));
    answers.delete(answer);
    const newAnswer = stream.choice([...answers]);
    const prepared = prepareEdit(frozen, { subject, relation, newAnswer, site, preserveOthers, seed });
    const task = preserveOthers ? protectHalf(prepared) : prepared;
    const progress = { label: 'facts edited', done: edits.length, total: chosen.length };
    if (baseline) {
      edits.push(yield* withOverallProgress(progress, tuneAndEvaluate(frozen, task, baseline)));
      continue;
    }
    const { keys, ridge } = keyStatistics(frozen, task);
    // The keys of the training data are the same for every fact; the keys of the other facts are not.
    if (!moment || preserveOthers) moment = yield* withOverallProgress(progress, keys);
    edits.push((yield* withOverallProgress(progress, applyAndEvaluate(frozen, task, moment, ridge))).result);
  }
  return { step: frozen.step, edits, ...averageResults(edits) };
}

async function* tuneAndEvaluate(
  frozen: FrozenModel,
  task: EditTask,
  baseline: (typeof BASELINES)[number],
): Job<EditOutcome> {
  const { inspector, weights, plan } = frozen;
  const parameters =
    baseline === 'matrix'
      ? [editedWeight(plan.config, task.site.layer)]
      : transformerParameters(plan.config).map(({ name }) => name);
  const fit = { prompts: fittedPrompts(frozen, task), answer: task.answer };
  const options = { parameters, rate: plan.training.learningRate };
  return yield* evaluateWeights(frozen, task, yield* fineTune(inspector, plan.config, weights, fit, options));
}

const NOTHING: PreservedCount = { kept: 0, of: 0 };

function averageResults(edits: readonly EditOutcome[]): Omit<EditBenchmarkResult, 'step' | 'edits'> {
  const mean = (of: (edit: EditOutcome) => number) =>
    edits.reduce((sum, edit) => sum + of(edit), 0) / edits.length;
  const share = (prompts: readonly EditedPromptResult[], isGood: (prompt: EditedPromptResult) => boolean) =>
    prompts.filter(isGood).length / prompts.length;
  const keptOf = (of: (edit: EditOutcome) => PreservedCount) => {
    const count = edits.reduce((sum, edit) => sum + of(edit).of, 0);
    return count === 0 ? undefined : edits.reduce((sum, edit) => sum + of(edit).kept, 0) / count;
  };
  return {
    success: mean(({ fitted }) => share(fitted, ({ after }) => after.probability >= SUCCESS_PROBABILITY)),
    paraphrase: mean(({ paraphrases }) => share(paraphrases, isCorrect)),
    withText: mean(({ withText }) => share(withText, isCorrect)),
    kept: mean(({ others }) => others.kept / others.of),
    sameFirstNameKept: keptOf(({ sameFirstName }) => sameFirstName),
    sameLastNameKept: keptOf(({ sameLastName }) => sameLastName),
    unprotectedKept: keptOf(({ unprotected = NOTHING }) => unprotected),
    allThree: mean((edit) => Number(edit.success && edit.generalises && edit.specific)),
  };
}
