// `lab lens patching`: rows of token ids against PyTorch, texts as tables, and refusals that write nothing.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSafeTensors, writeSafeTensors } from '../../src/model/files/safetensors.ts';
import { patchingNames, patchingTolerance, rowsOf } from '../model/goldens/patching.ts';
import { expectAllclose } from '../support/kernels/allclose.ts';
import {
  expectRefusal,
  ROOT,
  runLab,
  runLabJson,
  spawnLabJson,
  temporaryFolder,
} from '../support/lab-command.ts';
import { Golden } from '../support/model/goldens.ts';

const { path, write } = temporaryFolder();
const golden = new Golden('patching_tiny');
const [clean, corrupt, answers] = ['clean.tokens', 'corrupt.tokens', 'answers'].map((name) =>
  rowsOf(golden, name),
);
const files = {
  model: writeWeights(),
  config: write('config.json', golden.json.config),
  ids: write('clean.json', clean),
  'corrupt-ids': write('corrupt.json', corrupt),
  answers: write('answers.json', answers),
  out: path('out.safetensors'),
};

/** A model file holds no other tensors than weights. */
function writeWeights(): string {
  const { tensors } = readSafeTensors(
    readFileSync(join(ROOT, 'tests/fixtures/goldens/patching_tiny.safetensors')),
  );
  const weights = new Map([...tensors].filter(([name]) => name.startsWith('transformer.')));
  const file = path('weights.safetensors');
  writeFileSync(file, writeSafeTensors({ tensors: weights, metadata: new Map() }));
  return file;
}

const commandOf = (changes: Partial<Record<keyof typeof files, string | undefined>> = {}) => [
  ...['lens', 'patching', '--backend', 'cpu'],
  ...Object.entries({ ...files, ...changes }).flatMap(([option, value]) =>
    value === undefined ? [] : [`--${option}`, value],
  ),
];

it('writes PyTorch’s numbers under their names', async () => {
  const result = await spawnLabJson(...commandOf());
  const { tensors } = readSafeTensors(readFileSync(files.out));
  expect(result).toMatchObject({ out: files.out, tensors: patchingNames(golden).length, pairs: 3 });
  expect([...tensors.keys()].sort()).toEqual(patchingNames(golden).sort());
  for (const name of patchingNames(golden)) {
    const { shape, data } = tensors.get(name) ?? { shape: [], data: [] };
    expect(shape).toEqual(golden.shape(name));
    expectAllclose(data as Float32Array, golden.floats(name), { ...patchingTolerance(name), label: name });
  }
});

describe('refuses with one sentence and writes nothing', () => {
  const shorter = corrupt.map((row) => row.slice(1));
  const outside = clean.map((row, i) => (i === 1 ? [...row.slice(0, -1), 23] : row));
  it.each([
    [
      'lengths that differ',
      { 'corrupt-ids': write('a.json', shorter) },
      'of pair 0 has 8 tokens, the corrupted one 7',
    ],
    [
      'pairs of other lengths',
      { ids: write('b.json', [clean[0], clean[1].slice(1), clean[2]]) },
      'of pair 1 has 7 tokens',
    ],
    [
      'an id out of range',
      { ids: write('c.json', outside) },
      'The model has 23 tokens, counted from 0; there is no token 23 of pair 1.',
    ],
    [
      'an answer out of range',
      {
        answers: write('d.json', [
          [1, 2],
          [3, 99],
          [4, 5],
        ]),
      },
      'there is no token 99 of pair 1',
    ],
    ['a missing answer', { answers: write('e.json', answers.slice(1)) }, 'has 2 rows'],
    [
      'one answer of two',
      {
        answers: write(
          'f.json',
          answers.map(([answer]) => [answer]),
        ),
      },
      'Row 0 of',
    ],
    [
      'equal answers',
      {
        answers: write(
          'g.json',
          answers.map(([answer]) => [answer, answer]),
        ),
      },
      'Both answers of pair 0 are token',
    ],
    ['equal prompts', { 'corrupt-ids': files.ids }, 'Both prompts of pair 0 are the same'],
    ['a fraction', { ids: write('h.json', [[1.5]]) }, 'must hold rows of token ids'],
    ['no rows', { ids: write('i.json', []) }, 'must hold rows of token ids'],
    [
      'a context too long',
      {
        ids: write('j.json', [Array(9).fill(1)]),
        'corrupt-ids': write('k.json', [Array(9).fill(2)]),
        answers: write('l.json', [[1, 2]]),
      },
      'the context of the model has 8',
    ],
    ['no corrupted prompts', { 'corrupt-ids': undefined }, '--ids needs --corrupt-ids, --answers and --out'],
    ['no output', { out: undefined }, '--ids needs --corrupt-ids, --answers and --out'],
    ['no file', { ids: path('missing.json') }, 'cannot be read'],
  ] as const)('%s', async (_, changes, message) => {
    const out = path('never.safetensors');
    await expectRefusal(commandOf({ ...('out' in changes ? {} : { out }), ...changes }), message);
    expect(existsSync(out)).toBe(false);
  });

  it('an output that is an input', async () => {
    const before = readFileSync(files.ids);
    await expectRefusal(commandOf({ out: files.ids }), '--out and --ids are the same file', 2);
    expect(readFileSync(files.ids)).toEqual(before);
  });

  it('files of ids for another lens', async () => {
    const args = ['lens', 'facts', '--model', files.model, '--ids', files.ids, '--backend', 'cpu'];
    await expectRefusal(args, 'The lens facts reads no --ids');
  });
});

describe('two texts', () => {
  const model = ['--model', join(ROOT, 'public/models/facts.safetensors'), '--backend', 'cpu'];
  const prompts = [
    ...['--prompt', 'Michael Jordan plays the sport of'],
    ...['--corrupt-prompt', 'Serena Williams plays the sport of'],
  ];

  it('are a table of effects, with the numbers of the JSON', async () => {
    const { stdout } = await runLab('lens', 'patching', ...prompts, ...model);
    const result = await runLabJson('lens', 'patching', ...prompts, ...model, '--json');
    const [{ cleanMetric, corruptMetric, answer, other }] = result.pairs;
    expect([answer.text, other.text]).toEqual(['basketball', 'tennis']);
    expect(cleanMetric).toBeGreaterThan(3);
    expect(corruptMetric).toBeLessThan(-3);
    expect(stdout).toContain(
      `clean ${cleanMetric.toFixed(3)}, corrupted ${corruptMetric.toFixed(3)}; denoise`,
    );
    const [stream] = result.sites;
    const [L, T] = stream.exact.mean.shape;
    expect([L, T]).toEqual([2, 6]);
    // The names are at the first two tokens; whatever follows them is the same in both prompts before the first layer.
    expect([...Object.values<number>(stream.exact.mean.data)].slice(2, T)).toEqual([0, 0, 0, 0]);
    expect(stdout).toMatch(/^ +Michael\/Serena +Jordan\/Williams +plays/m);
  });

  it('are a table of edges, and paths over the head that moves the names', async () => {
    const { stdout } = await runLab('lens', 'path-patching', ...prompts, ...model);
    const result = await runLabJson('lens', 'path-patching', ...prompts, ...model, '--json');
    expect(result.edges.every(({ exact }: { exact?: number }) => exact !== undefined)).toBe(true);
    const toLogits = result.edges.filter(
      ({ receiver }: { receiver: { kind: string } }) => receiver.kind === 'logits',
    );
    const written = toLogits.reduce((sum: number, { estimate }: { estimate: number }) => sum + estimate, 0);
    // The last stream is what all parts write.
    const [, clean, , corrupt] = prompts;
    const request = { pairs: [{ clean, corrupt }], sites: ['hook_resid_post'] };
    const { sites } = await runLabJson(
      'lens',
      'patching',
      '--request',
      JSON.stringify(request),
      '--json',
      ...model,
    );
    const [{ estimate }] = sites;
    const stream = [...Object.values<number>(estimate.mean.data)].slice(6).reduce((sum, x) => sum + x, 0);
    expect(written).toBeCloseTo(stream, 3);
    const [{ label, exact }] = result.edges;
    expect(stdout).toContain(label);
    expect(stdout).toContain(Math.abs(exact).toFixed(2));
    const some = await runLabJson('lens', 'path-patching', ...prompts, ...model, '--count', '10', '--json');
    const patched = some.edges.filter((edge: { exact?: number }) => edge.exact !== undefined);
    expect(patched.map(({ isRandom }: { isRandom: boolean }) => isRandom).sort()).toEqual([
      ...Array(5).fill(false),
      ...Array(5).fill(true),
    ]);
    for (const edge of patched) {
      const all = result.edges.find((each: { label: string }) => each.label === edge.label);
      expect(edge.exact).toBeCloseTo(all.exact, 4);
    }
  });

  it('are the circuit that keeps the answer, beside random ones', async () => {
    const few = ['--samples', '5'];
    const { stdout } = await runLab('lens', 'circuit', ...prompts, ...model, ...few);
    const { circuit, ranked, taken, scores, random, curve } = await runLabJson(
      ...['lens', 'circuit', ...prompts, ...model, ...few, '--json'],
    );
    expect(scores.faithfulness).toBeGreaterThanOrEqual(0.8);
    expect(circuit.length).toBeLessThan(ranked.length / 2);
    expect(scores.edges).toBe(circuit.length);
    expect(random).toHaveLength(5);
    for (const { edges, faithfulness } of random) {
      expect(edges).toBe(circuit.length);
      expect(faithfulness).toBeLessThan(scores.faithfulness);
    }
    expect(curve.at(-1)).toMatchObject({ taken: ranked.length, edges: ranked.length });
    expect(curve.at(-1).faithfulness).toBeCloseTo(1, 4);
    expect(curve.find(({ taken: each }: { taken: number }) => each === taken)).toMatchObject(scores);
    expect(stdout).toContain(`${circuit.length} of ${ranked.length} edges`);
    expect(stdout).toContain(`faithfulness ${(100 * scores.faithfulness).toFixed(1)} %`);
    await expectRefusal(['lens', 'circuit', ...prompts, ...model, '--method', 'zero'], 'the method is noise');
    const [, clean, , corrupt] = prompts;
    const request = JSON.stringify({ pairs: [{ clean, corrupt, answer: 'basketball tennis' }] });
    await expectRefusal(
      ['lens', 'patching', '--request', request, ...model],
      '“basketball tennis” is not one token of the model',
    );
  });

  it('composition scores stand beside those of random matrices', async () => {
    const { stdout } = await runLab('lens', 'composition', ...model);
    const { pairs, random } = await runLabJson('lens', 'composition', ...model, '--json');
    expect(random).toBeCloseTo(1 / 8, 10);
    expect(pairs).toHaveLength(16);
    expect(stdout).toContain('at random 0.125');
  });

  it('or many pairs of the data set: one sentence, subjects of as many tokens, answers that differ and that the model knows', async () => {
    const first = ['--prompt', 'Michael Jordan plays the sport of'];
    const { pairs } = await runLabJson('lens', 'prompt-pairs', ...first, ...model, '--count', '6', '--json');
    expect(pairs).toHaveLength(6);
    expect(pairs[0].clean).toBe('Michael Jordan plays the sport of');
    for (const { ids, answer, other, corrupt } of pairs) {
      expect(corrupt).toMatch(/ plays the sport of$/);
      expect(ids.corrupt).toHaveLength(ids.clean.length);
      expect(answer.text).not.toBe(other.text);
    }
    const patched = await runLabJson('lens', 'patching', ...first, '--pairs', '6', ...model, '--json');
    expect(patched.pairs.map(({ answer }: { answer: { id: number } }) => answer.id)).toEqual(
      pairs.map(({ ids }: { ids: { answer: number } }) => ids.answer),
    );
    for (const { cleanMetric, corruptMetric } of patched.pairs) {
      expect(cleanMetric).toBeGreaterThan(0);
      expect(corruptMetric).toBeLessThan(0);
    }
    const [{ exact }] = patched.sites;
    const column = patched.pairs.map((_: unknown, p: number) => exact.values.data[p * 12 + 1]);
    const mean = column.reduce((sum: number, x: number) => sum + x / 6, 0);
    const variance = column.reduce((sum: number, x: number) => sum + (x - mean) ** 2 / 5, 0);
    expect(exact.mean.data[1]).toBeCloseTo(mean, 4);
    expect(exact.deviation.data[1]).toBeCloseTo(Math.sqrt(variance), 4);
  });

  it('must have one length', async () => {
    const args = [
      'lens',
      'patching',
      '--prompt',
      'Michael Jordan plays',
      '--corrupt-prompt',
      'Serena plays',
      ...model,
    ];
    await expectRefusal(args, 'The clean prompt has 3 tokens, the corrupted one 2');
  });

  it('need each other', async () => {
    const args = ['lens', 'patching', '--prompt', 'Michael Jordan plays', ...model];
    await expectRefusal(args, 'Patching needs a second prompt: --corrupt-prompt, or --pairs of them');
  });

  it('a rank has effects but no estimates', async () => {
    const { sites } = await runLabJson(
      'lens',
      'patching',
      ...prompts,
      ...model,
      '--metric',
      'rank',
      '--json',
    );
    for (const site of sites) expect(Object.keys(site)).not.toContain('estimate');
  });
});
