// Every question on the shipped models: the engine's answer is what its explanation claims, and right and wrong answers are told apart.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COURSE } from '../../../../src/ui/course/course.ts';
import { QUESTIONS } from '../../../../src/ui/course/questions/all-questions.ts';
import { isRight } from '../../../../src/ui/course/questions/grade.ts';
import { initialResponse } from '../../../../src/ui/course/questions/initial-response.ts';
import type {
  Question,
  QuestionLab,
  Response,
  Solution,
} from '../../../../src/ui/course/questions/question.ts';
import { solutionOf } from '../../../../src/ui/course/questions/solution.ts';
import { CLAIMS } from '../../../support/course/question-claims.ts';
import { openQuestionLab, openUntrainedLab } from '../../../support/course/question-lab.ts';

let lab: Awaited<ReturnType<typeof openQuestionLab>>;

beforeAll(async () => {
  lab = await openQuestionLab();
});
afterAll(() => lab.dispose());

const questions = (
  await Promise.all(
    Object.entries(QUESTIONS).map(async ([number, load]) => ({ number: Number(number), all: await load() })),
  )
).flatMap(({ number, all }) => all.map((question) => ({ number, question, id: question.id })));

const grade = (question: Question, solution: Solution, response: Response) =>
  isRight(question, solution as never, response as never);

/** The answer that agrees with the engine, and one that does not. */
function answersTo(question: Question, { right }: Solution): { good: Response; bad: Response } {
  switch (question.kind) {
    case 'choose':
      return { good: right as number, bad: ((right as number) + 1) % question.options.length };
    case 'estimate': {
      const { min, max } = question.scale;
      const value = right as number;
      return { good: value, bad: value - min > max - value ? min : max };
    }
    case 'rank': {
      const values = right as readonly number[];
      const order = values.map((_, i) => i).sort((a, b) => values[b] - values[a]);
      return { good: order, bad: order.toReversed() };
    }
    case 'pick':
      return { good: (right as never)[0], bad: { layer: 90, head: 90, neuron: 90, token: 90 } };
    case 'draw': {
      const values = right as readonly number[];
      const { min, max } = question.y;
      return { good: values, bad: values.map((value) => (value > (min + max) / 2 ? min : max)) };
    }
    case 'adjust':
      return { good: right as readonly number[], bad: question.sliders.map(({ initial }) => initial) };
  }
}

describe.each(questions)('chapter $number: $id', ({ question, id }) => {
  test('the shipped model answers as the explanation claims; its answer is right, another one wrong', async () => {
    const solution = await solutionOf(question, lab);
    expect({ id, claim: CLAIMS[id]?.(solution as never), found: solution.found }).toMatchObject({
      claim: true,
    });
    const { good, bad } = answersTo(question, solution);
    expect(grade(question, solution, good)).toBe(true);
    expect(grade(question, solution, bad)).toBe(false);
    const untouched = initialResponse(question);
    if (untouched !== undefined) expect(grade(question, solution, untouched)).toBe(false);
    expect(solution.found).not.toMatch(/NaN|undefined|Infinity/);
  }, 60_000);
});

test('each chapter that asks has at least eight questions, in the order of the video, of at least four kinds', () => {
  for (const { number, duration, title } of COURSE.filter((chapter) => QUESTIONS[chapter.number])) {
    const own = questions.filter((each) => each.number === number).map(({ question }) => question);
    expect(own.length, title).toBeGreaterThanOrEqual(8);
    const times = own.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    for (const { see } of own) expect(see).toBeLessThan(duration);
    expect(new Set(own.map(({ kind }) => kind)).size, title).toBeGreaterThanOrEqual(4);
  }
  const ids = questions.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(Object.keys(CLAIMS).sort()).toEqual([...ids].sort());
});

const SMALL = { H: 2, C: 16, mlpWidth: 32 };

describe.each([
  { name: 'three blocks that have learned nothing', request: { preset: 'world', model: { ...SMALL, L: 3 } } },
  {
    name: 'six blocks with ReLU',
    request: { preset: 'world', model: { ...SMALL, L: 6, activation: 'relu' } },
  },
  {
    name: 'one block of attention alone',
    request: { preset: 'world', model: { ...SMALL, L: 1, mlpWidth: 0 } },
  },
  { name: 'a model of other words', request: { preset: 'repeats', model: { ...SMALL, L: 2 } } },
] as const)('$name', ({ request }) => {
  let other: QuestionLab & { dispose(): Promise<void> };
  beforeAll(async () => {
    other = await openUntrainedLab(request);
  });
  afterAll(() => other.dispose());

  test.each(questions)(
    '$id has an answer that can be given, or says in a sentence why not',
    async ({ question }) => {
      const said = await solutionOf(question, other).then(
        (solution) => {
          expect(grade(question, solution, answersTo(question, solution).good)).toBe(true);
          return solution.found;
        },
        (error: Error) => error.message,
      );
      expect(said).toMatch(/^\S.*[.?]$/s);
      expect(said).not.toMatch(/NaN|undefined|Infinity|null|is not (a function|iterable)/);
    },
    60_000,
  );
});
