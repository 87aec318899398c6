// `lab train --preset digits`: the network of chapters 1 to 4, on all of MNIST.

import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { PartLoader } from '../../model/data/mnist/mnist.ts';
import { Mnist, TEST_IMAGES } from '../../model/data/mnist/mnist.ts';
import { writeDigitFile } from '../../model/digits/digit-file.ts';
import { DigitRun } from '../../model/digits/digit-run.ts';
import { DIGIT_PRESETS, planDigits } from '../../model/digits/digit-settings.ts';
import { evaluateDigits } from '../../model/digits/evaluate-digits.ts';
import { settingsHash } from '../../model/files/training-id.ts';
import { parseInteger } from '../../node/command-options.ts';
import { engineLabels, startNodeEngine } from '../../node/node-engine.ts';
import { printJson } from '../../node/terminal.ts';
import { runToCompletion } from '../../shared/job.ts';
import { createRecorder } from '../shared/checkpoint-recorder.ts';
import { CommandError } from '../shared/command-error.ts';
import { trainToFile } from '../shared/run-training.ts';
import type { TrainOptions } from '../shared/train-options.ts';

export const isDigitPreset = (preset: string) => DIGIT_PRESETS.some(({ name }) => name === preset);

export function addDigitOptions(command: Command): Command {
  return command
    .option('--hidden <sizes>', 'digits: sizes of the hidden layers, such as 16,16', parseLayerSizes)
    .addOption(
      new Option('--kind <name>', 'digits: activations: sigmoid everywhere, or ReLU and softmax').choices([
        'sigmoid',
        'relu',
      ]),
    )
    .addOption(new Option('--optimizer <name>', 'digits: optimizer').choices(['sgd', 'adam']))
    .option('--batch <n>', 'digits: batch size', parseInteger)
    .option('--train-images <n>', 'digits: size of the training set, from its start', parseInteger)
    .option('--shuffled-labels', 'digits: shuffle the labels');
}

/** Throws when an option of the digit network is given for another preset. */
export function rejectDigitOptions({ preset, ...options }: TrainOptions & { preset: string }): void {
  const names = ['hidden', 'kind', 'optimizer', 'batch', 'trainImages', 'shuffledLabels'] as const;
  const unsupported = names.find((name) => options[name] !== undefined);
  if (unsupported)
    throw new Error(
      `--${toFlag(unsupported)} is for the presets digits and digits-relu; this one is ${preset}.`,
    );
}

const toFlag = (attribute: string) => attribute.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export async function trainDigits(options: TrainOptions & { preset: string }): Promise<void> {
  if (options.set.length > 0 || options.config !== undefined)
    throw new Error(
      `${options.config === undefined ? '--set' : '--config'} is for the presets of the transformer; the digit network has flags of its own.`,
    );
  const {
    preset,
    hidden,
    kind,
    steps,
    seed,
    learningRate,
    batch: B,
    trainImages: images,
    optimizer,
    shuffledLabels,
  } = options;
  const training = { steps, seed, learningRate, B, images, optimizer, shuffledLabels };
  const overrides = Object.fromEntries(Object.entries(training).filter(([, value]) => value !== undefined));
  const plan = planDigits({ preset, ...(hidden && { hidden }), ...(kind && { kind }), training: overrides });
  const mnist = new Mnist(openPackedMnist);
  await mnist.ensureLoaded('train', plan.training.images);
  await mnist.ensureLoaded('test', TEST_IMAGES);
  const started = await startNodeEngine(options.backend, options.threads);
  const run = await DigitRun.create(started.executor, plan, mnist);
  const evaluate = () => runToCompletion(evaluateDigits(run, mnist));
  const recorder = createRecorder(options, run, evaluate, settingsHash(plan.settings));
  const { loss, losses, seconds, exitCode } = await trainToFile(
    run,
    options,
    async () => writeDigitFile({ plan, step: run.step, weights: await run.weights.get() }),
    recorder,
  );
  await recorder?.finish(losses);
  const { test, train } = await evaluate();
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
  if (exitCode !== 0) throw new CommandError(exitCode);
}

/** Output of `scripts/pack-mnist.mjs`, relative to the project's folder, where npm runs commands. */
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
