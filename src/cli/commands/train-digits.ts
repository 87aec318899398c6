// `lab train --preset digits`: the network of chapters 1 to 4, on all of MNIST.

import { readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { evaluateDigits } from '../../lenses/evaluation/evaluate.ts';
import type { PartLoader } from '../../model/data/mnist/mnist.ts';
import { Mnist, TEST_IMAGES } from '../../model/data/mnist/mnist.ts';
import { writeDigitFile } from '../../model/digits/digit-file.ts';
import type { DigitNetworkConfig } from '../../model/digits/digit-network.ts';
import { DigitRun } from '../../model/digits/digit-run.ts';
import type { DigitTraining } from '../../model/digits/digit-settings.ts';
import { DIGIT_PRESETS, planDigits } from '../../model/digits/digit-settings.ts';
import { parseInteger } from '../../node/command-options.ts';
import { engineLabels, startNodeEngine } from '../../node/node-engine.ts';
import { runToCompletion } from '../../shared/job.ts';
import { printJson } from '../output.ts';
import { runTraining } from '../run-training.ts';
import type { TrainOptions } from './train.ts';

/** What only a digit network can be told. */
export interface DigitTrainOptions {
  hidden?: number[];
  kind?: DigitNetworkConfig['kind'];
  optimizer?: DigitTraining['optimizer'];
  batch?: number;
  images?: number;
  shuffledLabels?: boolean;
}

export const isDigitPreset = (preset: string) => DIGIT_PRESETS.some(({ name }) => name === preset);

export function addDigitOptions(command: Command): Command {
  return command
    .option('--hidden <sizes>', 'digits: neurons of each hidden layer, as 16,16', parseLayerSizes)
    .addOption(
      new Option('--kind <name>', 'digits: sigmoid everywhere, or ReLU and softmax').choices([
        'sigmoid',
        'relu',
      ]),
    )
    .addOption(new Option('--optimizer <name>', 'digits: what takes the steps').choices(['sgd', 'adam']))
    .option('--batch <n>', 'digits: images a step', parseInteger)
    .option('--images <n>', 'digits: learn from the first so many', parseInteger)
    .option('--shuffled-labels', 'digits: deal the labels out at random');
}

/** Throws a sentence if a preset of texts is told what only digits understand. */
export function rejectDigitOptions({ preset, ...options }: TrainOptions): void {
  const names = ['hidden', 'kind', 'optimizer', 'batch', 'images', 'shuffledLabels'] as const;
  const unsupported = names.find((name) => options[name] !== undefined);
  if (unsupported)
    throw new Error(`--${unsupported} is for the presets digits and digits-relu; this one is ${preset}.`);
}

export async function trainDigits(options: TrainOptions): Promise<void> {
  if ((options.threads ?? 1) !== 1)
    throw new Error('The digits are trained on one thread; leave out --threads.');
  const {
    preset,
    hidden,
    kind,
    steps,
    seed,
    learningRate,
    batch: B,
    images,
    optimizer,
    shuffledLabels,
  } = options;
  const training = { steps, seed, learningRate, B, images, optimizer, shuffledLabels };
  const overrides = Object.fromEntries(Object.entries(training).filter(([, value]) => value !== undefined));
  const plan = planDigits({ preset, ...(hidden && { hidden }), ...(kind && { kind }), training: overrides });
  const mnist = new Mnist(openPackedMnist);
  await mnist.ensureLoaded('train', plan.training.images);
  await mnist.ensureLoaded('test', TEST_IMAGES);
  const started = await startNodeEngine(options.backend);
  const run = await DigitRun.create(started.executor, plan, mnist);
  const { loss, seconds } = await runTraining(run, options.log);
  const { test, train } = await runToCompletion(evaluateDigits(run, mnist));
  if (options.out) {
    writeFileSync(options.out, writeDigitFile({ plan, step: run.step, weights: await run.weights.get() }));
  }
  await printJson({
    preset,
    sizes: plan.config.sizes,
    kind: plan.config.kind,
    seed: plan.training.seed,
    steps: run.step,
    loss,
    validationLoss: test.cost,
    measures: [
      { name: 'test images right', value: test.accuracy, count: test.count },
      { name: 'training images right', value: train.accuracy, count: train.count },
    ],
    imagesPerSecond: Math.round((run.step * run.unitsPerStep) / seconds),
    seconds: Number(seconds.toFixed(2)),
    ...engineLabels(started),
  });
}

/** Where `scripts/pack-mnist.mjs` puts them, seen from the project's folder, where npm runs its commands. */
const PACKED_MNIST_FOLDER = 'src/model/data/mnist/generated';

const openPackedMnist: PartLoader = async (part) =>
  new Blob([readFileSync(`${PACKED_MNIST_FOLDER}/${part}.bin`)]).stream() as ReadableStream<
    Uint8Array<ArrayBuffer>
  >;

function parseLayerSizes(text: string): number[] {
  const values = text.split(',').map(Number);
  if (!values.every((value) => Number.isInteger(value) && value > 0))
    throw new InvalidArgumentError(`'${text}' is not a list of whole numbers like 16,16.`);
  return values;
}
