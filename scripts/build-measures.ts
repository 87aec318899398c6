// `npm run build:measures [-- <preset> …]`: evaluates these models that ship with the page anew, or all that have measures, where measures
// have changed and weights have not. At steps without a checkpoint a recorded evaluation keeps what is measured as before, and loses the rest.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Executor } from '../src/kernels/backends/executor.ts';
import { evaluate, toMeasureSummary } from '../src/lenses/evaluation/evaluate.ts';
import { readCheckpoint } from '../src/model/files/checkpoint.ts';
import { type RunHistory, readRunHistory } from '../src/model/files/history-metadata.ts';
import { parseRecord, serializeRecord } from '../src/model/files/record.ts';
import { readRecordedCheckpoint } from '../src/model/files/recorded-checkpoint.ts';
import { Run } from '../src/model/training/run.ts';
import { planRun } from '../src/model/training/run-plan.ts';
import { startNodeEngine } from '../src/node/node-engine.ts';
import { runToCompletion } from '../src/shared/job.ts';
import { type BundledModel, parseManifest } from '../src/shared/model-manifest.ts';
import { checkpointFile, HISTORY_FILE } from '../src/shared/model-record.ts';

type Evaluation = RunHistory['evaluations'][number];

const folder = 'public/models';
const manifest = `${folder}/manifest.json`;
/** Of another network, whose measures are evaluated by its training. */
const DIGITS_PRESET = 'digits';
/** Recorded numbers have seven digits. */
const SAME = 1e-5;

const models = parseManifest(JSON.parse(readFileSync(manifest, 'utf8')));
const chosen = process.argv.slice(2);
const { executor } = await startNodeEngine('cpu');
const renewed: BundledModel[] = [];
for (const model of models) {
  const { preset, measures } = model;
  const isMeasured = preset !== DIGITS_PRESET && measures.length > 0;
  const isChosen = isMeasured && (chosen.length === 0 || chosen.includes(preset));
  renewed.push(isChosen ? await renew(model, executor) : model);
}
executor.dispose();
writeFileSync(manifest, `${JSON.stringify({ models: renewed }, null, 2)}\n`);

async function renew(model: BundledModel, executor: Executor): Promise<BundledModel> {
  const { preset, file, steps } = model;
  console.error(preset);
  const { weights } = readCheckpoint(readFileSync(`${folder}/${file}`));
  const run = await Run.create(executor, planRun({ preset }), { step: steps, weights });
  const measures = (await runToCompletion(run.measures())).map(toMeasureSummary);
  const history = model.history && (await renewHistory(run, model));
  run.dispose();
  return { ...model, ...(history && { history }), measures };
}

async function renewHistory(run: Run, { preset, steps }: BundledModel) {
  const path = `${folder}/${preset}/${HISTORY_FILE}`;
  const record = parseRecord(readFileSync(path, 'utf8'), readRunHistory, preset);
  const { evaluations: recorded, series } = record.history;
  const last = await run.weights.get();
  const evaluated = new Map<number, Evaluation>();
  for (const { step } of [...record.checkpoints, { step: steps }]) {
    const known = record.checkpoints.some((checkpoint) => checkpoint.step === step);
    const bytes = known && readFileSync(`${folder}/${preset}/${checkpointFile(step)}`);
    run.weights.set(bytes ? readRecordedCheckpoint(run.weights.parameters, bytes).weights : last);
    evaluated.set(step, { ...(await runToCompletion(evaluate(run))), step });
  }
  const isSame = (valuesOf: (evaluation: Evaluation) => readonly number[]) =>
    recorded.every((before) => {
      const now = evaluated.get(before.step);
      return !now || areSame(valuesOf(before), valuesOf(now));
    });
  const evaluations = recorded.map(
    (each) =>
      evaluated.get(each.step) ?? {
        ...each,
        measures: each.measures.filter(({ name }) => isSame((of) => measureValues(of, name))),
        habits: each.habits.filter(({ habit }) => isSame((of) => patternValues(of, habit))),
      },
  );
  const text = serializeRecord({ ...record, history: { series, evaluations } });
  writeFileSync(path, text);
  return { bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') };
}

function measureValues({ measures }: Evaluation, name: string): number[] {
  return measures.flatMap((each) => (each.name === name ? [each.value, each.heldOut ?? 0] : []));
}

function patternValues({ habits }: Evaluation, name: string): number[] {
  return habits.flatMap(({ habit, scores }) => (habit === name ? scores.flat() : []));
}

function areSame(some: readonly number[], others: readonly number[]): boolean {
  return some.length === others.length && some.every((value, i) => Math.abs(value - others[i]) < SAME);
}
