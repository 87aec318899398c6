// Evaluation of a run: validation loss, the data set's measures, head patterns and completions; of the digit network, accuracy
// and cost.

import type { Mnist } from '../../model/data/mnist/mnist.ts';
import type { DigitRun } from '../../model/digits/digit-run.ts';
import { completeGreedily } from '../../model/generation/generate.ts';
import type { Run } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { headPatternsOnData } from '../attention/head-patterns/data-patterns.ts';
import { type DigitScore, type DigitTestOptions, testDigits } from '../digits/test-digits.ts';
import type { DigitEvaluation, Evaluation } from './evaluation.ts';

/** Enough for an answer and its full stop. */
const COMPLETION_TOKENS = { words: 8, characters: 48, 'byte-pair': 16 };

export async function* evaluate(run: Run): Job<Evaluation> {
  const { dataset } = run.plan;
  const { tokenizer, prompts } = dataset;
  const step = run.step;
  const validationLoss = yield* run.validationLoss();
  const measures = yield* run.measures();
  const habits = await headPatternsOnData(run, measures);
  const encoded = prompts.map((prompt) => tokenizer.encode(prompt).ids);
  const added = yield* completeGreedily(run.decoder, encoded, {
    count: COMPLETION_TOKENS[tokenizer.kind],
    stop: (id) => tokenizer.kind === 'words' && tokenizer.vocabulary[id] === '.',
  });
  const completions = prompts.map((prompt, i) => ({
    prompt,
    text: tokenizer.decode([...encoded[i], ...added[i]]),
  }));
  return { step, validationLoss, measures, habits, completions };
}

/** The test split is evaluated as far as it is loaded. */
const MAX_TRAIN_IMAGES = 1000;

export async function* evaluateDigits(run: DigitRun, mnist: Mnist): Job<DigitEvaluation> {
  const step = run.step;
  const score = async function* (request: DigitTestOptions): Job<DigitScore> {
    const { accuracy, cost, count } = yield* testDigits(run.inspector, mnist, request);
    return { accuracy, cost, count };
  };
  const count = Math.min(MAX_TRAIN_IMAGES, run.plan.training.images);
  return {
    step,
    test: yield* score({ split: 'test', count: mnist.count('test') }),
    train: yield* score({ split: 'train', count, labels: (indices) => run.labels(indices) }),
  };
}
