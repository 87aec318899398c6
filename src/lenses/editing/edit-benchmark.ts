// Edits of many facts, each in the unedited model, with mean scores.

import { transformerParameters } from '../../model/architecture/architecture.ts';
import { fineTune } from '../../model/editing/fine-tuning.ts';
import { editedWeight } from '../../model/editing/rank-one-edit.ts';
import type { SecondMoment } from '../../model/editing/second-moment.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import { type Interval, shareInterval } from '../../shared/bootstrap.ts';
import { type Job, withOverallProgress } from '../../shared/job.ts';
import { mean, sum } from '../../shared/numbers.ts';
import { random } from '../../shared/random.ts';
import { loadFacts } from '../facts/fact-prompts.ts';
import { defineFrozenLens } from '../shared/define-lens.ts';
import * as v from '../shared/schemas.ts';
import { EDIT_ENTRIES, LEGACY_EDIT_KEYS } from './edit-request.ts';
import { type EditTask, fittedPrompts, keyStatistics, prepareEdit, protectHalf } from './edit-task.ts';
import {
  applyAndEvaluate,
  type EditedPromptResult,
  type EditOutcome,
  evaluateWeights,
  isCorrect,
  type PreservedCount,
  SUCCESS_PROBABILITY,
} from './evaluate-edit.ts';

/** Means over the edits, from 0 to 1. */
interface EditScores {
  /** Share of fitted prompts with a probability of at least 0.9; of paraphrases that predict the new answer. */
  success: number;
  paraphrase: number;
  /** Share of prompts about other facts with the same answer as before, and 95 % of a bootstrap over the edits. */
  kept: number;
  keptInterval: Interval;
  withText: number;
  /** Undefined if no subject shares a name. */
  sameFirstNameKept?: number;
  sameLastNameKept?: number;
  /** With `preserveOthers`, which protects half of the other subjects here: of the other half. */
  unprotectedKept?: number;
  /** Share of edits with success, generalisation and specificity. */
  allThree: number;
}

export interface EditBenchmarkResult extends EditScores {
  step: number;
  edits: EditOutcome[];
  /** With `baseline`: the edits and scores are those of its best rate. */
  fineTuning?: { best: FineTuningRate; tried: FineTuningRate[] };
}

export interface FineTuningRate extends EditScores {
  /** Adam's rate, and its share of the training's. */
  rate: number;
  share: number;
}

const DEFAULT_COUNT = 20;

/** An edit is compared with Adam on the same prompts, on the matrix that it changes or on all weights. */
const BASELINES = ['matrix', 'model'] as const;
type Baseline = (typeof BASELINES)[number];
/** Shares of the training's rate, which is chosen for training from scratch: for one fact it changes more than it must. */
const RATE_SHARES: readonly number[] = [1, 0.3, 0.1, 0.03];

const RATE = v.pipe(v.number(), v.gtValue(0), v.maxValue(10));

// `count`: facts chosen by the seed; 20 by default. `baseline`: fine-tuning instead of an edit, at
// `rates`, shares of the training's.
const REQUEST = v.withLegacyKeys(
  LEGACY_EDIT_KEYS,
  v.strictObject({
    count: v.optional(v.COUNT),
    baseline: v.optional(v.oneOf(BASELINES)),
    rates: v.optional(v.pipe(v.boundedArray(RATE, 8), v.minLength(1))),
    ...EDIT_ENTRIES,
  }),
);
type Request = v.InferOutput<typeof REQUEST>;

export const editBenchmarkLens = defineFrozenLens({
  name: 'edit-benchmark',
  aliases: ['editBenchmark'],
  request: REQUEST,
  compute: benchmarkEdits,
});

async function* benchmarkEdits(frozen: FrozenModel, request: Request): Job<EditBenchmarkResult> {
  const tasks = chooseTasks(frozen, request);
  const { step } = frozen;
  if (request.baseline)
    return { step, ...(yield* compareRates(frozen, tasks, request.baseline, request.rates)) };
  const edits: EditOutcome[] = [];
  let moment: SecondMoment | undefined;
  for (const task of tasks) {
    const { keys, ridge } = keyStatistics(frozen, task);
    const progress = { label: 'facts edited', done: edits.length, total: tasks.length };
    // The keys of the training data are the same for every fact; the keys of the other facts are not.
    if (!moment || request.preserveOthers) moment = yield* withOverallProgress(progress, keys);
    edits.push((yield* withOverallProgress(progress, applyAndEvaluate(frozen, task, moment, ridge))).result);
  }
  return { step, edits, ...averageResults(edits) };
}

/** Facts chosen by the seed, each with another answer of its kind. */
function chooseTasks(
  frozen: FrozenModel,
  { count = DEFAULT_COUNT, site, preserveOthers, seed = 0 }: Request,
): EditTask[] {
  const { facts } = loadFacts(frozen);
  const stream = random(seed, 'edit benchmark');
  const chosen = stream.shuffle([...facts]).slice(0, count);
  return chosen.map(({ subject, relation, answer }) => {
    const answers = new Set(facts.filter((fact) => fact.relation === relation).map((fact) => fact.answer));
    answers.delete(answer);
    const newAnswer = stream.choice([...answers]);
    const task = prepareEdit(frozen, { subject, relation, newAnswer, site, preserveOthers, seed });
    return preserveOthers ? protectHalf(task) : task;
  });
}

/** Fine-tuning at each rate; the best has the most success and, where that is equal, keeps most of the others. */
async function* compareRates(
  frozen: FrozenModel,
  tasks: readonly EditTask[],
  baseline: Baseline,
  shares = RATE_SHARES,
): Job<Omit<EditBenchmarkResult, 'step'>> {
  const tried: { rate: FineTuningRate; scores: EditScores; edits: EditOutcome[] }[] = [];
  const total = shares.length * tasks.length;
  for (const share of shares) {
    const rate = share * frozen.plan.training.learningRate;
    const edits: EditOutcome[] = [];
    for (const task of tasks) {
      const progress = {
        label: 'facts fine-tuned',
        done: tried.length * tasks.length + edits.length,
        total,
      };
      edits.push(yield* withOverallProgress(progress, tuneAndEvaluate(frozen, task, baseline, rate)));
    }
    const scores = averageResults(edits);
    tried.push({ rate: { rate, share, ...scores }, scores, edits });
  }
  const best = tried.reduce((one, other) =>
    other.scores.success > one.scores.success ||
    (other.scores.success === one.scores.success && other.scores.kept > one.scores.kept)
      ? other
      : one,
  );
  const fineTuning = { best: best.rate, tried: tried.map(({ rate }) => rate) };
  return { edits: best.edits, ...best.scores, fineTuning };
}

async function* tuneAndEvaluate(
  frozen: FrozenModel,
  task: EditTask,
  baseline: Baseline,
  rate: number,
): Job<EditOutcome> {
  const { inspector, weights, plan } = frozen;
  const parameters =
    baseline === 'matrix'
      ? [editedWeight(plan.config, task.site.layer)]
      : transformerParameters(plan.config).map(({ name }) => name);
  const fit = { prompts: fittedPrompts(frozen, task), answer: task.answer };
  const tuned = yield* fineTune(inspector, plan.config, weights, fit, { parameters, rate });
  return yield* evaluateWeights(frozen, task, tuned);
}

const NOTHING: PreservedCount = { kept: 0, of: 0 };

function averageResults(edits: readonly EditOutcome[]): EditScores {
  const meanOf = (of: (edit: EditOutcome) => number) => mean(edits.map(of));
  const share = (prompts: readonly EditedPromptResult[], isGood: (prompt: EditedPromptResult) => boolean) =>
    prompts.filter(isGood).length / prompts.length;
  const keptOf = (of: (edit: EditOutcome) => PreservedCount) => {
    const count = sum(edits.map((edit) => of(edit).of));
    return count === 0 ? undefined : sum(edits.map((edit) => of(edit).kept)) / count;
  };
  return {
    success: meanOf(({ fitted }) => share(fitted, ({ after }) => after.probability >= SUCCESS_PROBABILITY)),
    paraphrase: meanOf(({ paraphrases }) => share(paraphrases, isCorrect)),
    withText: meanOf(({ withText }) => share(withText, isCorrect)),
    kept: meanOf(({ others }) => others.kept / others.of),
    keptInterval: shareInterval(
      edits.map(({ others }) => ({ numerator: others.kept / others.of, denominator: 1 })),
      0,
    ),
    sameFirstNameKept: keptOf(({ sameFirstName }) => sameFirstName),
    sameLastNameKept: keptOf(({ sameLastName }) => sameLastName),
    unprotectedKept: keptOf(({ unprotected = NOTHING }) => unprotected),
    allThree: meanOf((edit) => Number(edit.success && edit.generalises && edit.specific)),
  };
}
