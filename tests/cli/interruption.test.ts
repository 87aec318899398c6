// Ctrl-C and SIGTERM during training: the model of the last step is written, and the exit code is the signal's.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { WasmExecutor } from '../../src/kernels/backends/wasm/wasm-executor.ts';
import { readDigitFile } from '../../src/model/digits/digit-file.ts';
import { readCheckpoint } from '../../src/model/files/checkpoint.ts';
import { Run } from '../../src/model/training/run.ts';
import { planRun } from '../../src/model/training/run-plan.ts';
import { ROOT, startLab, temporaryFolder } from '../support/lab-command.ts';

const { path } = temporaryFolder();
const train = ['train', '--steps', '100000', '--seed', '5', '--backend', 'cpu', '--preset'];
const logLines = (log: string) => (existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []);

/** Resolves when the log has a few lines. */
const untilTraining = (log: string) =>
  vi.waitUntil(() => existsSync(log) && statSync(log).size > 300, { timeout: 60_000 });

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s writes the model of the last logged step and ends with %i', async (signal, exitCode) => {
  const [out, log] = [path(`${signal}.safetensors`), path(`${signal}.jsonl`)];
  const { child, ended } = startLab(...train, 'league', '--out', out, '--log', log);
  await untilTraining(log);
  child.kill(signal);
  child.kill(signal); // npm forwards a signal that the terminal has sent already
  const { code, stdout, stderr } = await ended;
  const steps = logLines(log).length;
  expect([code, stdout]).toEqual([exitCode, '']);
  expect(stderr).toContain(`Training was interrupted at step ${steps}; the model is in ${out}.\n`);
  expect(readdirSync(path('.')).filter((name) => name.endsWith('.tmp'))).toEqual([]);

  const { origin, weights } = readCheckpoint(readFileSync(out));
  expect(origin?.step).toBe(steps);
  const plan = planRun({ preset: 'league', training: { steps: 100_000, seed: 5 } });
  const run = await Run.create(await WasmExecutor.create(), plan);
  while (run.step < steps) await run.train();
  expect(weights).toEqual(await run.weights.get());
});

it('the digit network is written too', async () => {
  const [out, log] = [path('digits.safetensors'), path('digits.jsonl')];
  const { child, ended } = startLab(...train, 'digits', '--out', out, '--log', log);
  await untilTraining(log);
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  expect(readDigitFile(readFileSync(out)).step).toBe(logLines(log).length);
});

it('taught facts are written too, over the model itself', async () => {
  const model = path('taught.safetensors');
  execFileSync('cp', [join(ROOT, 'public/models/facts.safetensors'), model]);
  const args = ['--facts', 'Grant Sanderson, sport, chess', '--steps', '5000', '--eval-interval', '1'];
  const { child, ended } = startLab('teach', ...args, '--backend', 'cpu', '--model', model, '--out', model);
  const onProgress = (text: string) => {
    if (!text.includes('step 15')) return;
    child.stderr.off('data', onProgress);
    child.kill('SIGINT');
  };
  child.stderr.on('data', onProgress);
  const { code, stderr } = await ended;
  const [, step] = /interrupted at step (\d+); the model is in/.exec(stderr) ?? [];
  expect([code, readCheckpoint(readFileSync(model)).origin?.step]).toEqual([130, Number(step)]);
});

it('a second Ctrl-C ends at once, here while a pipe without a reader blocks the write', async () => {
  const [out, log] = [path('pipe'), path('pipe.jsonl')];
  execFileSync('mkfifo', [out]);
  const { child, ended } = startLab(...train, 'league', '--out', out, '--log', log);
  await untilTraining(log);
  const interval = setInterval(() => child.kill('SIGINT'), 600);
  const { signal } = await ended;
  clearInterval(interval);
  expect(signal).toBe('SIGINT');
});

it('without --out it says that no model is written', async () => {
  const log = path('none.jsonl');
  const { child, ended } = startLab(...train, 'league', '--log', log);
  await untilTraining(log);
  child.kill('SIGINT');
  const { code, stderr } = await ended;
  expect(code).toBe(130);
  expect(stderr).toContain('without --out no model is written.');
});
