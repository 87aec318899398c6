// `lab train`: trains a preset and writes the model.

import { Command, Option } from 'commander';
import { evaluate, toMeasureSummary } from '../../lenses/evaluation/evaluate.ts';
import { loadCorpus } from '../../model/data/text/corpora.ts';
import { DIGIT_PRESETS } from '../../model/digits/digit-settings.ts';
import { roundToFloat16, writeCheckpoint } from '../../model/files/checkpoint.ts';
import { trainingId } from '../../model/files/training-id.ts';
import { corpusOf } from '../../model/training/presets.ts';
import { Run } from '../../model/training/run.ts';
import { planRun } from '../../model/training/run-plan.ts';
import { backendOption, collect, parseInteger, parseNumber } from '../../node/command-options.ts';
import { engineLabels, startNodeEngine } from '../../node/node-engine.ts';
import { printJson } from '../../node/terminal.ts';
import type { Series } from '../../shared/history/series.ts';
import { runToCompletion } from '../../shared/job.ts';
import { TOKENIZER_KINDS } from '../../shared/settings/tokenizers.ts';
import { engineName, type StartedEngine } from '../../workers/session/engine/start-engine.ts';
import { createRecorder } from '../shared/checkpoint-recorder.ts';
import { CommandError } from '../shared/command-error.ts';
import { openCorpus } from '../shared/corpora.ts';
import { readText } from '../shared/model-file.ts';
import { checkOutputFiles } from '../shared/output-files.ts';
import { trainToFile } from '../shared/run-training.ts';
import { presetHelp, withAssignments } from '../shared/settings.ts';
import { mergeSettings, readSettingsFile } from '../shared/settings-file.ts';
import type { TrainOptions } from '../shared/train-options.ts';
import { addDigitOptions, isDigitPreset, rejectDigitOptions, trainDigits } from './train-digits.ts';

export function trainCommand(): Command {
  const command = new Command('train')
    .description('train a preset and write the model as one safetensors file')
    .option('--preset <name>', presetHelp(DIGIT_PRESETS.map(({ name }) => name)))
    .option('--set <name=value>', 'any setting that “lab settings” lists; repeat it for several', collect, [])
    .option('--config <file>', 'JSON file of such settings; --set and other options have precedence')
    .option('--steps <n>', 'training steps, instead of the preset’s', parseInteger)
    .option('--seed <n>', 'seed of weights and batches', parseInteger)
    .option('--learning-rate <rate>', 'maximum learning rate, instead of the preset’s', parseNumber)
    .option('--text <file>', 'for the preset text: a UTF-8 file, instead of the built-in text')
    .addOption(new Option('--tokenizer <kind>', 'tokenizer of that text').choices(TOKENIZER_KINDS))
    .option('--vocabulary-size <n>', 'vocabulary size (byte-pair only)', parseInteger)
    .addOption(backendOption())
    .option(
      '--threads <n>',
      'threads of the CPU engine; by default those of the processor, 8 at most',
      parseInteger,
    )
    .option('--out <file>', 'output file')
    .option('--history', 'write the loss curve into the output file too')
    .option('--checkpoints <folder>', 'write checkpoints, loss curve and measures into a folder')
    .option('--checkpoint-count <n>', 'number of checkpoints, by default 14', parseInteger)
    .option('--float16', 'write and evaluate weights in 16 bits')
    .option('--log <file>', 'file to append one JSON line per step to');
  return addDigitOptions(command).action(train);
}

async function train(options: TrainOptions): Promise<void> {
  const { steps, seed, learningRate } = options;
  checkOutputFiles(
    { '--log': options.log, '--out': options.out },
    { '--text': options.text, '--config': options.config },
  );
  if (options.preset !== undefined && isDigitPreset(options.preset))
    return trainDigits({ ...options, preset: options.preset });
  const training = Object.fromEntries(
    Object.entries({ steps, seed, learningRate }).filter(([, v]) => v !== undefined),
  );
  const { tokenizer, vocabularySize } = options;
  const text = options.text === undefined ? undefined : readText(options.text);
  const given = { preset: options.preset, training, text, tokenizer, vocabularySize };
  const file = options.config === undefined ? {} : readSettingsFile(options.config);
  const settings = mergeSettings(file, withAssignments(given, options.set));
  const { preset = 'facts' } = settings;
  rejectDigitOptions({ ...options, preset });
  const corpus = corpusOf({ ...settings, preset });
  if (corpus) await loadCorpus(corpus, openCorpus);
  const plan = planRun({ ...settings, preset });
  if (options.threads !== undefined && options.backend === 'webgpu')
    throw new Error('--threads is for the CPU engine; leave it out with --backend webgpu.');
  const started = await startNodeEngine(options.backend, options.threads);
  const run = await Run.create(started.executor, plan);
  const recorder = createRecorder(
    options,
    run,
    () => runToCompletion(evaluate(run)),
    trainingId(plan.settings),
  );
  const { loss, losses, seconds, exitCode } = await trainToFile(
    run,
    options,
    (losses) => serializeModel(run, started, losses, options),
    recorder,
  );
  if (options.float16) run.weights.set(roundToFloat16(await run.weights.get()));
  await recorder?.finish(losses);
  const validationLoss = await runToCompletion(run.validationLoss());
  const measures = await runToCompletion(run.measures());
  // Measures of attention may hold sentences out too.
  const recall = measures.find(({ heldOut, heads }) => heldOut !== undefined && !heads);
  const { B, seed: resolvedSeed } = plan.training;
  const result = {
    preset,
    seed: resolvedSeed,
    steps: run.step,
    loss,
    validationLoss,
    recall: recall?.value ?? null,
    heldOutRecall: recall?.heldOut ?? null,
    measures: measures.map(toMeasureSummary),
    tokensPerSecond: Math.round((run.step * B * plan.config.T) / seconds),
    seconds: Number(seconds.toFixed(2)),
    ...engineLabels(started),
    threads: started.threads?.count,
  };
  await printJson(result);
  if (exitCode !== 0) throw new CommandError(exitCode);
}

async function serializeModel(
  run: Run,
  started: StartedEngine,
  losses: Series,
  { float16, history }: TrainOptions,
): Promise<Uint8Array> {
  const { config, dataset, settings } = run.plan;
  const checkpoint = {
    config,
    weights: await run.weights.get(),
    tokenizer: dataset.tokenizer,
    origin: {
      settings,
      step: run.step,
      engine: engineName(started),
      variants: run.variants,
    },
    ...(history && { history: { series: losses, evaluations: [] } }),
  };
  return writeCheckpoint(checkpoint, float16 ? 'F16' : 'F32');
}
