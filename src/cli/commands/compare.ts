// `lab compare`: trains variants of one run on the same batches, for several seeds, and tabulates what differs.

import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { formatTable } from '../../lenses/shared/text-table.ts';
import type { RunSettings } from '../../model/training/run-plan.ts';
import type { BackendChoice } from '../../node/command-options.ts';
import { backendOption, collect, parseInteger } from '../../node/command-options.ts';
import { engineLabels, startNodeEngine } from '../../node/node-engine.ts';
import { printJson, printLines } from '../../node/terminal.ts';
import type { ComparisonInfo, RunState } from '../../workers/rpc/api/lab-api.ts';
import type { StartedEngine } from '../../workers/session/engine/start-engine.ts';
import type { Lab } from '../../workers/session/lab.ts';
import { CommandError, USAGE_ERROR } from '../shared/command-error.ts';
import { comparisonRows } from '../shared/comparison-table.ts';
import { interruptible, interruptionError } from '../shared/interruption.ts';
import { createNodeLab } from '../shared/node-lab.ts';
import { checkOutputFiles, writeOutputFile } from '../shared/output-files.ts';
import { type RecordedRun, SeedRecorder } from '../shared/seed-recorder.ts';
import { presetHelp, withAssignments } from '../shared/settings.ts';

interface CompareOptions {
  preset?: string;
  set: string[];
  variant: string[];
  seeds: number;
  every?: number;
  backend: BackendChoice;
  out?: string;
  json?: boolean;
}

/** One variant trained with one seed. */
export interface ComparedRun extends RecordedRun {
  readonly seed: number;
  readonly end: RunState;
}

const MAX_SEEDS = 100;

export function compareCommand(): Command {
  return new Command('compare')
    .description('train variants of one run on the same batches and compare them')
    .option('--preset <name>', presetHelp())
    .option(
      '--set <name=value>',
      'a setting of all variants, as in train; repeat it for several',
      collect,
      [],
    )
    .option(
      '--variant <name=value,…>',
      'settings of one variant, separated by commas; give two to four variants',
      collect,
      [],
    )
    .option('--seeds <n>', 'seeds 0 to n − 1: weights and batches of all variants', parseInteger, 3)
    .option('--every <n>', 'steps from one evaluation to the next', parseInteger)
    .addOption(backendOption())
    .option('--out <file>', 'JSON file for every loss and evaluation')
    .option('--json', 'one line of JSON instead of a table')
    .action(compare);
}

async function compare(options: CompareOptions): Promise<void> {
  const { seeds, out, json } = options;
  checkOutputFiles({ '--out': out });
  if (options.variant.length < 2)
    throw new CommandError(
      USAGE_ERROR,
      'A comparison needs two to four --variant, as in --variant positions=rotary.',
    );
  if (seeds < 1 || seeds > MAX_SEEDS)
    throw new CommandError(USAGE_ERROR, `--seeds is ${seeds}; it can be 1 to ${MAX_SEEDS}.`);
  const settings = Array.from({ length: seeds }, (_, seed) => variantSettings(options, seed));
  let engine: StartedEngine | undefined;
  const lab = createNodeLab(async () => {
    engine = await startNodeEngine(options.backend);
    return engine;
  });
  await lab.start({ backend: options.backend });
  const recorder = new SeedRecorder();
  await lab.comparison.subscribe((event) => recorder.handleEvent(event));
  await interruptible(async (signal) => {
    const results = settings[0].map((): ComparedRun[] => []);
    let info: ComparisonInfo | undefined;
    for (const [seed, variants] of settings.entries()) {
      if (signal.aborted) break;
      info = await lab.comparison.create({ variants, evaluateEvery: options.every });
      if (signal.aborted) break; // while the variants were created
      const runs = await trainSeed(lab, recorder, `seed ${seed + 1} of ${seeds}`, signal);
      for (const [variant, run] of runs.entries()) results[variant].push({ seed, ...run });
    }
    const rows = comparisonRows(info?.names ?? [], results);
    const report = {
      preset: settings[0][0].preset,
      ...info,
      ...(engine && engineLabels(engine)),
      rows: rows.values,
      variants: settings[0].map(({ model, training }, variant) => ({
        name: info?.names[variant],
        settings: { model, training: { ...training, seed: undefined } },
        runs: results[variant].map(toRunReport),
      })),
    };
    if (out !== undefined)
      await writeOutputFile(out, new TextEncoder().encode(`${JSON.stringify(report)}\n`));
    await (json ? printJson(report) : printLines([...describeComparison(info), ...formatTable(rows.table)]));
    if (signal.aborted)
      throw interruptionError(signal, results[0].at(-1)?.points.length ?? 0, out, { result: 'results are' });
  });
}

function variantSettings({ preset, set, variant }: CompareOptions, seed: number): RunSettings[] {
  const common = withAssignments({ preset, training: { seed } }, set);
  return variant.map((assignments) => {
    const settings = withAssignments(common, assignments.split(','), '--variant');
    return { ...settings, preset: settings.preset ?? 'facts' };
  });
}

/** Trains all variants to their end; an abort of the signal ends them after the current step. */
async function trainSeed(
  lab: Lab,
  recorder: SeedRecorder,
  label: string,
  signal: AbortSignal,
): Promise<Omit<ComparedRun, 'seed'>[]> {
  const bar = new SingleBar({
    format: `${label} [{bar}] {value}/{total} steps, loss {losses}, {eta_formatted} left`,
    stream: process.stderr,
    noTTYOutput: true, // a comparison may run for hours in the background
    gracefulExit: false,
  });
  bar.start(recorder.steps, 0, { losses: '–' });
  recorder.onProgress = (step, losses) => bar.update(step, { losses });
  const stop = () => {
    bar.stop();
    void lab.comparison.pause();
  };
  signal.addEventListener('abort', stop);
  try {
    const ends = await lab.comparison.train();
    return recorder.runs.map((run, variant) => ({ ...run, end: ends[variant] }));
  } finally {
    bar.stop();
    signal.removeEventListener('abort', stop);
  }
}

/** Without completions, which no table shows. */
const toRunReport = ({ evaluations, points, ...run }: ComparedRun) => ({
  ...run,
  points: points.map(({ step, loss, gradientNorm }) => ({ step, loss, gradientNorm })),
  evaluations: evaluations.map(({ completions: _, ...evaluation }) => evaluation),
});

function describeComparison(info: ComparisonInfo | undefined): string[] {
  if (!info) return [];
  const differences = info.differences.map(({ label, values }) => `${label}: ${values.join(' or ')}`);
  const batches = info.sameBatches ? 'the same batches' : 'batches of their own';
  const column = info.names.length === 2 ? '; the last column is the mean of the paired differences' : '';
  return [
    ...(differences.length > 0 ? differences : ['The variants do not differ.']),
    `Trained on ${batches}; ${info.sharedWeights} weights start alike. Mean ± standard deviation over seeds${column}.`,
    '',
  ];
}
