// `lab lens head-table` and `head-profile`: tables of heads, along the checkpoints of a training too.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { transformerParameters } from '../../src/model/architecture/parameters.ts';
import { readCheckpoint } from '../../src/model/files/checkpoint.ts';
import { writeRecordedCheckpoint } from '../../src/model/files/recorded-checkpoint.ts';
import { expectRefusal, ROOT, runLab, runLabJson } from '../support/lab-command.ts';

const model = ['--model', join(ROOT, 'public/models/repeats.safetensors'), '--backend', 'cpu'];
/** Three of the fourteen checkpoints of the training. */
let checkpoints: string;
beforeAll(() => {
  checkpoints = mkdtempSync(join(tmpdir(), 'checkpoints-'));
  for (const name of ['history.json', ...[0, 104, 532].map((step) => `step-${step}.safetensors`)])
    cpSync(join(ROOT, 'public/models/repeats', name), join(checkpoints, name));
});
afterAll(() => rmSync(checkpoints, { recursive: true }));

const rows = ['--count', '16'];

it('finds the previous-token head and the four induction heads of repeats, with the loss without them', async () => {
  const { stdout } = await runLab('lens', 'head-table', '--kind', 'resample', ...rows, ...model);
  const lines = stdout.trimEnd().split('\n');
  expect(lines[0]).toMatch(/^step 800, 16 held-out rows; .*33 tokens$/);
  expect(lines.find((line) => line.startsWith('0.0'))).toMatch(
    /^0\.0 +previous token +0\.\d+ .*\+\d\.\d{4} \(\+/,
  );
  for (const head of ['1.0', '1.1', '1.2', '1.3'])
    expect(lines.find((line) => line.startsWith(head))).toMatch(/^1\.\d +induction /);
  expect(stdout).toMatch(/^best of 8 by chance /m);
});

it('scores a head at every checkpoint, the model itself last', async () => {
  const at = ['--layer', '1', '--head', '1', '--checkpoints', checkpoints, '--count', '4'];
  const args = ['lens', 'head-table', ...at, ...model];
  const { stdout } = await runLab(...args);
  const rows = stdout.trimEnd().split('\n').slice(2);
  const steps = rows.slice(0, -1).map((line) => line.split(/ +/));
  const byChance = (rows.at(-1) as string).split(/ {2,}/);
  expect(byChance[0]).toBe('best of 8 by chance, step 800');
  expect(steps.map(([step]) => step)).toEqual(['0', '104', '532', '800']);
  const json = await runLabJson(...args, '--json');
  const induction = json[0].result.patterns.findIndex(({ name }: { name: string }) => name === 'induction');
  expect(json.map(({ step }: { step: number }) => String(step))).toEqual(steps.map(([step]) => step));
  for (const [i, { result }] of json.entries()) {
    const { score } = result.heads[5].patterns[induction];
    expect(Number(steps[i][1 + induction])).toBeCloseTo(score, 2);
  }
  // Networks of chance are read at the end only, and shown there.
  const chances = json.map(({ result }: { result: { patterns: { bestByChance?: number }[] } }) =>
    result.patterns.map(({ bestByChance }) => bestByChance),
  );
  const none = chances[0].map(() => undefined);
  expect(chances.slice(0, -1)).toEqual([none, none, none]);
  expect(byChance[1 + induction]).toBe(chances.at(-1)[induction].toFixed(2));
  const first = json[0].result.heads[5].patterns[induction].score;
  const last = json.at(-1).result.heads[5].patterns[induction].score;
  expect(first).toBeLessThan(0.1);
  expect(last).toBeGreaterThan(0.9);
});

it('names the heads that a request ablates', async () => {
  const request = { layer: 1, head: 1, also: [{ layer: 0, head: 0 }], kind: 'zero', seed: 0, batches: 1 };
  const args = ['--prompt', 'ba be ba', '--request', JSON.stringify(request), ...model];
  const { stdout } = await runLab('lens', 'head-ablation', ...args);
  expect(stdout).toMatch(/^without 1\.1, 0\.0 /m);
});

it('prints where a head writes most, its tokens, and the loss without it', async () => {
  const { stdout } = await runLab('lens', 'head-profile', '--layer', '1', '--head', '1', ...model);
  for (const kind of ['zero', 'mean', 'resample'])
    expect(stdout).toMatch(new RegExp(`^${kind} +\\+0\\.\\d{4}`, 'm'));
  expect(stdout).toContain('as queries: size of what it writes');
});

it('refuses checkpoints of a training with other losses or other first weights, and options that it would not read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'checkpoints-'));
  const world = join(ROOT, 'public/models/world');
  const options = ['--backend', 'cpu', '--checkpoints', folder];
  const args = ['lens', 'weights', '--model', `${world}.safetensors`, ...options];
  const history = readFileSync(join(world, 'history.json'), 'utf8');
  cpSync(join(world, 'step-0.safetensors'), join(folder, 'step-0.safetensors'));
  writeFileSync(join(folder, 'history.json'), history.replace(/"loss":7/, '"loss":6'));
  await expectRefusal(args, 'their training had other losses');
  writeFileSync(join(folder, 'history.json'), history.replace(/"training":"[0-9a-f]{2}/, '"training":"--'));
  await expectRefusal(args, 'its training had other settings or data');
  // Those of step 48, as if they were the first.
  cpSync(join(world, 'step-48.safetensors'), join(folder, 'step-0.safetensors'));
  writeFileSync(join(folder, 'history.json'), history);
  await expectRefusal(args, 'it is not the file that history.json lists');
  rmSync(join(folder, 'history.json'));
  await expectRefusal(args, 'its training began with other weights');
  for (const option of ['--config', '--tokenizer'])
    await expectRefusal([...args, option, 'x.json'], 'leave out --config and --tokenizer');
  rmSync(folder, { recursive: true });
});

it('knows checkpoints of a training of the same shape and seed that records no losses by their settings; older ones are read with a note', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'checkpoints-'));
  const at = (name: string) => join(folder, name);
  const train = async (name: string, rate: string) => {
    const options = ['--preset', 'league', '--steps', '5', '--backend', 'cpu', '--learning-rate', rate];
    const output = ['--out', at(`${name}.safetensors`), '--checkpoints', at(name), '--checkpoint-count', '2'];
    const { code, stderr } = await runLab('train', ...options, ...output);
    expect(code, stderr).toBe(0);
  };
  await train('one', '0.001');
  await train('other', '0.002');
  const lens = ['lens', 'weights', '--request', '{"name":"transformer.ln_f.weight"}', '--backend', 'cpu'];
  const along = (name: string) => [...lens, '--model', at('one.safetensors'), '--checkpoints', at(name)];
  await expectRefusal(along('other'), 'its training had other settings or data');
  const own = await runLab(...along('one'));
  expect(own.code, own.stderr).toBe(0);
  expect(own.stdout).toContain('step 4');
  expect(own.stderr).not.toContain('do not say');
  // A checkpoint as it was written before.
  const { parameters, weights } = modelOf(at('one.safetensors'));
  writeFileSync(at('one/step-4.safetensors'), writeRecordedCheckpoint(parameters, { step: 4, weights }));
  rmSync(at('one/history.json'));
  const older = await runLab(...along('one'));
  expect(older.code, older.stderr).toBe(0);
  expect(older.stderr).toContain('do not say of which training they are');
  rmSync(folder, { recursive: true });
});

function modelOf(file: string) {
  const { config, weights } = readCheckpoint(readFileSync(file));
  return { parameters: transformerParameters(config), weights };
}

it('refuses a folder without checkpoints, and a head that is not there', async () => {
  const folder = ['lens', 'head-table', '--checkpoints', join(ROOT, 'docs'), ...rows, ...model];
  await expectRefusal(folder, 'holds no checkpoints');
  const head = ['--layer', '1', '--head', '9', '--checkpoints', checkpoints, '--count', '1'];
  await expectRefusal(['lens', 'head-table', ...head, ...model], 'no head 1.9');
});
