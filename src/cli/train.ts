// `lab train`: trains a preset to its end and writes the model.

import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { writeCheckpoint } from '../model/checkpoint.ts';
import type { MeasureValue } from '../model/measures.ts';
import { atOnce } from '../model/pieces.ts';
import { Run } from '../model/run.ts';
import { planRun, type RunPlan } from '../model/run-plan.ts';
import { sharesFor } from '../model/shares/shares.ts';
import { TOKENIZER_KINDS, type TokenizerKind } from '../model/tokenizers/tokenizer.ts';
import { engineName, type StartedEngine } from '../workers/engine.ts';
import { addDigitOptions, type DigitOptions, isDigits, refuseDigitOptions, trainDigits } from './digits.ts';
import { engineNames, nodeEngine } from './engine.ts';
import { readText } from './model.ts';
import type { BackendChoice } from './options.ts';
import { backendOption, realNumber, wholeNumber } from './options.ts';
import { checkWritable, printResult } from './output.ts';
import { trainToEnd } from './train-to-end.ts';

export interface TrainOptions extends DigitOptions {
  preset: string;
  steps?: number;
  seed?: number;
  learningRate?: number;
  text?: string;
  tokenizer?: TokenizerKind;
  vocabularySize?: number;
  backend: BackendChoice;
  threads?: number;
  out?: string;
  log?: string;
}

export function trainCommand(): Command {
  const command = new Command('train')
    .description('train a preset and write the model as one safetensors file')
    .option('--preset <name>', 'facts, league, stories, repeats, text, digits or digits-relu', 'facts')
    .option('--steps <n>', 'training steps, instead of the preset’s', wholeNumber)
    .option('--seed <n>', 'seed of weights and batches', wholeNumber)
    .option('--learning-rate <rate>', 'highest learning rate, instead of the preset’s', realNumber)
    .option('--text <file>', 'for the preset text: a file in UTF-8, instead of a short text of ours')
    .addOption(new Option('--tokenizer <kind>', 'how that text is cut').choices(TOKENIZER_KINDS))
    .option('--vocabulary-size <n>', 'tokens to learn, for byte-pair', wholeNumber)
    .addOption(backendOption())
    .option('--threads <n>', 'with --backend cpu: threads that share each batch', wholeNumber)
    .option('--out <file>', 'where to write the model')
    .option('--log <file>', 'where to append one JSON line a step');
  return addDigitOptions(command).action(train);
}

async function train(options: TrainOptions): Promise<void> {
  const { steps, seed, learningRate } = options;
  checkWritable(options.out);
  checkWritable(options.log);
  if (isDigits(options.preset)) return trainDigits(options);
  refuseDigitOptions(options);
  const training = Object.fromEntries(
    Object.entries({ steps, seed, learningRate }).filter(([, v]) => v !== undefined),
  );
  const { preset, tokenizer, vocabularySize } = options;
  const text = options.text === undefined ? undefined : readText(options.text);
  const plan = planRun({ preset, training, text, tokenizer, vocabularySize });
  const threads = threadsOf(options, plan);
  const started = await nodeEngine(options.backend, threads);
  const run = await Run.create(started.executor, plan, undefined, started.hands);
  const { loss, seconds } = await trainToEnd(run, options.log);
  const validationLoss = await atOnce(run.validationLoss());
  const measures = await atOnce(run.measures());
  if (options.out) writeFileSync(options.out, await modelFile(run, started));
  const recall = measures.find(({ heldOut }) => heldOut !== undefined);
  const { B, seed: usedSeed } = plan.training;
  const result = {
    preset: options.preset,
    seed: usedSeed,
    steps: run.step,
    loss,
    validationLoss,
    recall: recall?.value ?? null,
    heldOutRecall: recall?.heldOut ?? null,
    measures: measures.map(shortMeasure),
    tokensPerSecond: Math.round((run.step * B * plan.config.T) / seconds),
    seconds: Number(seconds.toFixed(2)),
    ...engineNames(started),
    ...(threads > 1 && { threads }),
  };
  await printResult(result);
}

/** As many as were asked for; throws a sentence where batches cannot be shared among them. */
function threadsOf({ backend, threads = 1 }: TrainOptions, plan: RunPlan): number {
  if (threads === 1) return 1;
  if (backend !== 'cpu') throw new Error('--threads goes with --backend cpu.');
  const { B } = plan.training;
  if (sharesFor(B, threads) === threads) return threads;
  const possible = [1, 2, 3, 4].filter((count) => sharesFor(B, count) === count).join(', ');
  throw new Error(`A batch of ${B} rows can be shared by ${possible} threads, not by ${threads}.`);
}

async function modelFile(run: Run, started: StartedEngine): Promise<Uint8Array> {
  const { config, dataset, settings } = run.plan;
  return writeCheckpoint({
    config,
    weights: await run.weights.get(),
    tokenizer: dataset.tokenizer,
    origin: {
      settings,
      step: run.step,
      engine: engineName(started),
      variants: run.variants,
    },
  });
}

function shortMeasure({ name, value, heldOut, chance, count }: MeasureValue) {
  return { name, value, heldOut, chance, count };
}
