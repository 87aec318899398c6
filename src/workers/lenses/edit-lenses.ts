// Rewriting a fact as the page asks for it: what it does to the question itself, to its wordings, and to all others.

import { firstName, lastName } from '../../model/data/names.ts';
import type { Edit } from '../../model/lenses/rank-one-edit.ts';
import {
  editedWeight,
  length,
  rankOneEdit,
  updateNorm,
  withUpdates,
} from '../../model/lenses/rank-one-edit.ts';
import type { Verdict } from '../../model/lenses/replies.ts';
import { askAll } from '../../model/lenses/replies.ts';
import type { SecondMoment } from '../../model/lenses/second-moment.ts';
import type { InPieces } from '../../model/pieces.ts';
import { partOf } from '../../model/pieces.ts';
import { random } from '../../model/random.ts';
import type { Still } from '../../model/run.ts';
import type {
  EditBenchmarkReading,
  EditBenchmarkRequest,
  EditedReply,
  EditReading,
  EditRequest,
  Kept,
} from '../lab-api.ts';
import type { EditTask } from './edit-task.ts';
import { editTask, fittedPrompts, sentencesBefore, usualKeys } from './edit-task.ts';
import type { FactQuestion } from './fact-questions.ts';
import { factsOf, replyTo } from './fact-questions.ts';

/** What an edit has to reach: probability of the new answer, and share of other questions answered as before. */
const SURE = 0.9;
const MOSTLY_KEPT = 0.95;
const BENCHMARK_FACTS = 20;

/** An edit and its measure, both made on a copy of the model, which is left as it was. */
export interface MeasuredEdit {
  readonly edit: Edit;
  readonly reading: EditReading;
}

export async function* measureEdit(still: Still, asked: EditRequest): InPieces<MeasuredEdit> {
  const task = editTask(still, asked);
  const { keys, ridge } = usualKeys(still, task);
  return yield* editAndMeasure(still, task, yield* keys, ridge);
}

/** Rewrites facts chosen by the seed, each in the unedited model. */
export async function* benchmarkEdits(
  still: Still,
  { count = BENCHMARK_FACTS, site, protect, seed = 0 }: EditBenchmarkRequest,
): InPieces<EditBenchmarkReading> {
  const { facts } = factsOf(still);
  const stream = random(seed, 'edit benchmark');
  const chosen = stream.shuffle([...facts]).slice(0, count);
  const edits: EditReading[] = [];
  let moment: SecondMoment | undefined;
  for (const { subject, relation, answer } of chosen) {
    const answers = new Set(facts.filter((fact) => fact.relation === relation).map((fact) => fact.answer));
    answers.delete(answer);
    const newAnswer = stream.choice([...answers]);
    const task = editTask(still, { subject, relation, newAnswer, site, protect, seed });
    const progress = { what: 'facts rewritten', done: edits.length, total: chosen.length };
    const { keys, ridge } = usualKeys(still, task);
    // The training data's keys are the same for every fact; the other facts' are not.
    if (!moment || protect) moment = yield* partOf(progress, keys);
    edits.push((yield* partOf(progress, editAndMeasure(still, task, moment, ridge))).reading);
  }
  return { step: still.step, edits, ...summary(edits) };
}

async function* editAndMeasure(
  still: Still,
  task: EditTask,
  moment: SecondMoment,
  ridge: number,
): InPieces<MeasuredEdit> {
  const { inspector, plan, weights } = still;
  const { answer, site } = task;
  const fit = { layer: site.layer, prompts: fittedPrompts(still, task), answer };
  const edit = yield* rankOneEdit(inspector, plan.config, fit, { moment, ridge });
  const before = yield* askEverything(still, task);
  const original = await weights.get();
  weights.set(withUpdates(original, [edit]));
  try {
    const after = yield* askEverything(still, task);
    const matrix = length(original.get(editedWeight(site.layer)) as Float32Array);
    return { edit, reading: readingOf(still, task, edit, matrix, before, after) };
  } finally {
    weights.set(original);
  }
}

interface Told {
  readonly question: FactQuestion;
  readonly verdict: Verdict;
}

/** By what is asked for; the first three by the new answer. */
interface Everything {
  readonly fitted: Told[];
  readonly paraphrases: Told[];
  readonly withText: Told[];
  readonly others: Told[];
}

async function* askEverything(still: Still, task: EditTask): InPieces<Everything> {
  const { answer, fitted, paraphrases, others } = task;
  const rewritten = (question: FactQuestion) => ({ ...question, answer });
  const withText = [...fitted, ...paraphrases].flatMap((question) =>
    sentencesBefore(still, task, question, 'tested', 1).map((sentence) => ({
      ...rewritten(question),
      tokens: [...sentence, ...question.tokens],
    })),
  );
  // Side by side: a batch of another size is another program to make.
  const own = yield* ask(still, [...[...fitted, ...paraphrases].map(rewritten), ...withText]);
  return {
    fitted: own.splice(0, fitted.length),
    paraphrases: own.splice(0, paraphrases.length),
    withText: own,
    others: yield* ask(still, others),
  };
}

async function* ask({ inspector, plan }: Still, questions: readonly FactQuestion[]): InPieces<Told[]> {
  const verdicts = yield* askAll(inspector, plan.config, questions);
  return questions.map((question, i) => ({ question, verdict: verdicts[i] }));
}

function readingOf(
  still: Still,
  { asked, site, fitted }: EditTask,
  edit: Edit,
  matrix: number,
  before: Everything,
  after: Everything,
): EditReading {
  const told = ({ question, verdict }: Told) => replyTo(still, question, verdict);
  const both = (part: keyof Everything): EditedReply[] =>
    before[part].map((one, i) => ({ before: told(one), after: told(after[part][i]) }));
  const same = before.others.map(({ verdict }, i) => verdict.said.id === after.others[i].verdict.said.id);
  const kept = (among: (question: FactQuestion) => boolean): Kept => {
    const chosen = same.filter((_, i) => among(before.others[i].question));
    return { kept: chosen.filter(Boolean).length, of: chosen.length };
  };
  const own = fitted[0].fact;
  const [fittedReplies, paraphrases, others] = [both('fitted'), both('paraphrases'), kept(() => true)];
  return {
    step: still.step,
    subject: own.subject,
    relation: own.relation,
    oldAnswer: own.answer,
    newAnswer: asked.newAnswer,
    site,
    protect: asked.protect ?? false,
    fitted: fittedReplies,
    paraphrases,
    withText: both('withText'),
    others,
    sameFirstName: kept(({ fact }) => shares(firstName, fact.subject, own.subject)),
    sameLastName: kept(({ fact }) => shares(lastName, fact.subject, own.subject)),
    changed: both('others').flatMap(({ before: one, after: other }, i) => {
      const { subject, relation, wording } = before.others[i].question;
      return same[i]
        ? []
        : [{ subject, relation, wording, prompt: one.prompt, before: one.said.text, after: other.said.text }];
    }),
    success: fittedReplies.every((reply) => reply.after.probability >= SURE),
    generalises: paraphrases.every(isRight),
    specific: others.kept >= MOSTLY_KEPT * others.of,
    added: length(edit.delta),
    addedBefore: edit.lengthBefore,
    change: updateNorm(edit),
    matrix,
  };
}

const isRight = ({ after }: EditedReply) => after.rank === 1;

/** Of people only: what has one name has neither a first nor a last one. */
function shares(nameOf: (subject: string) => string | undefined, one: string, other: string): boolean {
  return nameOf(one) !== undefined && nameOf(one) === nameOf(other);
}

function summary(edits: readonly EditReading[]): Omit<EditBenchmarkReading, 'step' | 'edits'> {
  const mean = (of: (edit: EditReading) => number) =>
    edits.reduce((sum, edit) => sum + of(edit), 0) / edits.length;
  const share = (replies: readonly EditedReply[], good: (reply: EditedReply) => boolean) =>
    replies.filter(good).length / replies.length;
  const keptOf = (of: (edit: EditReading) => Kept) => {
    const count = edits.reduce((sum, edit) => sum + of(edit).of, 0);
    return count === 0 ? undefined : edits.reduce((sum, edit) => sum + of(edit).kept, 0) / count;
  };
  return {
    success: mean(({ fitted }) => share(fitted, ({ after }) => after.probability >= SURE)),
    paraphrase: mean(({ paraphrases }) => share(paraphrases, isRight)),
    withText: mean(({ withText }) => share(withText, isRight)),
    kept: mean(({ others }) => others.kept / others.of),
    sameFirstNameKept: keptOf(({ sameFirstName }) => sameFirstName),
    sameLastNameKept: keptOf(({ sameLastName }) => sameLastName),
    allThree: mean((edit) => Number(edit.success && edit.generalises && edit.specific)),
  };
}
