// The session of a chapter's questions: verdicts are of one answer and of one state of the network.
import { expect, test } from 'vitest';
import { COURSE } from '../../../../src/ui/course/course.ts';
import type { Estimate, QuestionLab } from '../../../../src/ui/course/questions/question.ts';
import { QuestionSession } from '../../../../src/ui/course/questions/question-session.ts';
import { solutionOf } from '../../../../src/ui/course/questions/solution.ts';

const LAB = {} as QuestionLab;
const asking = (solve: Estimate['solve']): Estimate => ({
  ...{ kind: 'estimate', id: 'x/y', at: 1, see: 2, title: 'How many?', text: 'How many?', why: 'So many.' },
  ...{ scale: { min: 0, max: 10, step: 1, format: String }, within: 1, solve },
});
const session = () =>
  new QuestionSession({
    addController: () => undefined,
    removeController: () => undefined,
    requestUpdate: () => undefined,
    updateComplete: Promise.resolve(true),
  });
const five = asking(async () => ({ right: 5, found: 'Five.' }));

test('a verdict stays while the network stays, and is dropped once it changes', async () => {
  const questions = session();
  questions.begin(five);
  questions.respond(4);
  const run = {};
  expect(await questions.check(LAB, () => [run, 10])).toMatchObject({ isRight: true });
  questions.keepFor([run, 10]);
  expect(questions.open).toMatchObject({ checked: { isRight: true } });
  questions.keepFor([run, 11]);
  expect(questions.open).toEqual({ question: five, response: 4, isOutdated: true });
  expect(await questions.check(LAB, () => [run, 11])).toMatchObject({ isRight: true });
});

test('there is no verdict where the network changes while it is asked', async () => {
  const questions = session();
  questions.begin(five);
  let step = 0;
  expect(await questions.check(LAB, () => [step++])).toBeUndefined();
  expect(questions.open).toEqual({ question: five, response: 5, isOutdated: true });
});

test.each([
  ['opened again', (questions: QuestionSession, question: Estimate) => questions.begin(question)],
  ['answered otherwise', (questions: QuestionSession) => questions.respond(1)],
  ['closed', (questions: QuestionSession) => questions.close()],
])('an answer that arrives once the question is %s is dropped', async (_, change) => {
  const questions = session();
  let resolve: (answer: { right: number; found: string }) => void = () => undefined;
  const question = asking(
    () =>
      new Promise((answer) => {
        resolve = answer;
      }),
  );
  questions.begin(question);
  const checking = questions.check(LAB, () => []);
  change(questions, question);
  const { open } = questions;
  resolve({ right: 5, found: 'Five.' });
  expect(await checking).toBeUndefined();
  expect(questions.open).toBe(open);
});

test('where no answer is possible, the engine’s sentence is shown and nothing is graded', async () => {
  const questions = session();
  questions.begin(asking(async () => ({ right: 12, found: 'Twelve.' })));
  expect(await questions.check(LAB, () => [])).toBeUndefined();
  expect(questions.open?.problem).toBe('what is right is not on the scale. Twelve.');
  const nan = asking(async () => ({ right: Number.NaN, found: 'None.' }));
  await expect(solutionOf(nan, LAB)).rejects.toThrow('not on the scale');
});

test('another chapter closes the question', async () => {
  const questions = session();
  questions.begin(five);
  await questions.load(COURSE[0], async () => [five]);
  expect(questions.open).toBeUndefined();
});

test('a question near the end of its moment stays offered for some seconds', async () => {
  const questions = session();
  const [chapter] = COURSE;
  const [{ endTime }] = chapter?.moments ?? [];
  const late = { ...five, at: endTime - 1 };
  await questions.load(chapter, async () => [late]);
  expect(questions.passed(endTime - 2, endTime - 1)).toBe(late);
  for (let time = endTime; time < late.at + 15; time++) questions.passed(time - 1, time);
  expect(questions.due).toBe(late);
  questions.passed(late.at + 14, late.at + 15);
  expect(questions.due).toBeUndefined();
});
