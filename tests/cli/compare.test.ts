// `lab compare`: variants of one run, trained on the same batches, in a table and as JSON.

import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { WasmExecutor } from '../../src/kernels/backends/wasm/wasm-executor.ts';
import { Run } from '../../src/model/training/run.ts';
import { planRun } from '../../src/model/training/run-plan.ts';
import { ComparisonSession } from '../../src/workers/session/comparison/comparison-session.ts';
import { expectRefusal, runLab, spawnLabJson, startLab, temporaryFolder } from '../support/lab-command.ts';

const { path } = temporaryFolder();
const common = ['compare', '--preset', 'repeats', '--backend', 'cpu'];
const optimizers = ['--variant', 'optimizer=adamw', '--variant', 'optimizer=sgd,learningRate=0.1'];

interface Report {
  readonly names: string[];
  readonly rows: { name: string; variants: { mean: number; deviation?: number; count: number }[] }[];
  readonly variants: {
    runs: { seed: number; end: string; points: { loss: number }[]; evaluations: { step: number }[] }[];
  }[];
}

describe('compare', () => {
  it('trains every variant with every seed, as the engine trains each alone', async () => {
    const args = ['--set', 'training.steps=6', '--seeds', '2', '--every', '3', '--json'];
    const report = (await spawnLabJson(...common, ...optimizers, ...args)) as Report;
    expect(report.names).toEqual(['AdamW, Learning rate 0.003', 'SGD, Learning rate 0.1']);
    const training = { steps: 6, seed: 1, optimizer: 'sgd', learningRate: 0.1 } as const;
    const run = await Run.create(await WasmExecutor.create(), planRun({ preset: 'repeats', training }));
    const losses: number[] = [];
    while (!run.finished) losses.push((await run.train()).loss);
    const [adamw, sgd] = report.variants.map(({ runs }) => runs);
    expect(sgd[1]).toMatchObject({ seed: 1, end: 'finished' });
    expect(sgd[1].points.map(({ loss }) => loss)).toEqual(losses);
    expect(sgd[1].evaluations.map(({ step }) => step)).toEqual([0, 3, 6]);
    expect(adamw[1].points[0]).toEqual(sgd[1].points[0]);
    const row = report.rows.find(({ name }) => name === 'training loss, last 50 steps');
    const means = sgd.map(({ points }) => points.reduce((sum, { loss }) => sum + loss, 0) / points.length);
    expect(row?.variants[1].mean).toBeCloseTo((means[0] + means[1]) / 2, 12);
    expect(row?.variants[1].deviation).toBeCloseTo(Math.abs(means[0] - means[1]) / Math.SQRT2, 12);
    expect(row?.variants[1].count).toBe(2);
  });

  it('prints what differs and a table', async () => {
    const args = ['--set', 'training.steps=2', '--seeds', '1', '--variant', 'positions=learned'];
    const { code, stdout } = await runLab(...common, ...args, '--variant', 'positions=rotary');
    expect(code).toBe(0);
    expect(stdout).toContain('Positions: Learned or Rotary\n');
    expect(stdout).toMatch(/Trained on the same batches; 37888 weights start alike/);
    expect(stdout).toMatch(/^ +Learned +Rotary +difference$/m);
    expect(stdout).toMatch(/^weights +39936 +37888 +−2048$/m);
    expect(stdout).toMatch(/^induction head ≥ 0.5, step +– +– +–$/m);
  });

  it('writes what it has when it is interrupted', async () => {
    const out = path('interrupted.json');
    const args = [...common, ...optimizers, '--set', 'training.steps=100000', '--out', out];
    const { child, ended } = startLab(...args, '--every', '50000');
    let progress = '';
    child.stderr?.on('data', (text: string) => {
      progress += text;
    });
    await vi.waitUntil(() => /seed 1 of 3 .* [1-9]\d*\/100000 steps/.test(progress), { timeout: 60_000 });
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    const { variants } = JSON.parse(readFileSync(out, 'utf8')) as Report;
    const steps = variants.map(({ runs }) => runs[0].points.length);
    expect(steps[0]).toBe(steps[1]);
    expect(variants[0].runs).toEqual([expect.objectContaining({ seed: 0, end: 'paused' })]);
    expect(stderr).toContain(`Training was interrupted at step ${steps[0]}; the results are in ${out}.\n`);
  });

  it('trains nothing where it is interrupted while the variants are created', async () => {
    const create = ComparisonSession.prototype.create;
    const spy = vi.spyOn(ComparisonSession.prototype, 'create').mockImplementation(function (
      this: ComparisonSession,
      ...args
    ) {
      process.emit('SIGTERM', 'SIGTERM');
      return create.apply(this, args);
    });
    const { code, stdout, stderr } = await runLab(...common, ...optimizers, '--set', 'steps=3', '--json');
    spy.mockRestore();
    expect([code, (JSON.parse(stdout) as Report).variants.map(({ runs }) => runs)]).toEqual([143, [[], []]]);
    expect(stderr).toContain('Training was interrupted at step 0; without --out no results are written.');
  });

  it('tells of no column that three variants do not have', async () => {
    const args = ['norm=layer', 'norm=rms', 'qkNorm=yes'].flatMap((variant) => ['--variant', variant]);
    const { stdout } = await runLab(...common, ...args, '--set', 'steps=1', '--seeds', '1');
    expect(stdout).toContain('Mean ± standard deviation over seeds.\n');
  });

  it.each([
    [['--variant', 'positions=rotary'], 'A comparison needs two to four --variant', 2],
    [[...optimizers, '--seeds', '0'], '--seeds is 0; it can be 1 to 100.', 2],
    [
      [...optimizers, '--set', 'optimizer=muon'],
      '--variant optimizer=adamw: training.optimizer is given twice.',
      1,
    ],
    [['--variant', 'norm=rms', '--variant', 'norm=none'], '--variant norm=none: it can be layer, rms.', 1],
    [['--variant', 'H=2', '--variant', 'H=3'], 'Variant B: C is 64 and H is 3', 1],
  ])('refuses %j', (args, message, exitCode) => expectRefusal([...common, ...args], message, exitCode));
});
