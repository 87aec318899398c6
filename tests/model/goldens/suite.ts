// All values from PyTorch for the tiny models, compared with one executor. Each executor's test file calls this once.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../../../src/kernels/backends/executor.ts';
import { backward } from '../../../src/kernels/graph/backward.ts';
import { plan } from '../../../src/kernels/graph/plan.ts';
import { directAttribution } from '../../../src/lenses/attribution/direct-attribution.ts';
import { logitLens } from '../../../src/lenses/residual/logit-lens.ts';
import { activationNames } from '../../../src/model/architecture/activations.ts';
import { modelViews, transformerParameters } from '../../../src/model/architecture/architecture.ts';
import type { ResidualStreamName } from '../../../src/model/architecture/residual-stages.ts';
import { Weights, type WeightValues } from '../../../src/model/architecture/weights.ts';
import { digitNetwork, digitParameters } from '../../../src/model/digits/digit-network.ts';
import type { InspectorResult } from '../../../src/model/inspection/inspector.ts';
import { Inspector } from '../../../src/model/inspection/inspector.ts';
import type { Intervention } from '../../../src/model/inspection/interventions.ts';
import { compileInterventions } from '../../../src/model/inspection/interventions.ts';
import { nextTokenTask } from '../../../src/model/training/next-token-task.ts';
import type { OptimizerConfig } from '../../../src/model/training/optimizer/optimizer-config.ts';
import { Trainer } from '../../../src/model/training/trainer.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { expectAllclose } from '../../support/kernels/allclose.ts';
import { Golden, TOLERANCE, unmasked, withoutKeyBias } from '../../support/model/goldens.ts';
import { describePatching } from './patching.ts';

/** What the docs say of the distance from PyTorch's gradients. */
const WHOLE_GRADIENT = 1e-6;

/** One model of each family and of mixed parts. */
const PART_GOLDENS = ['modern_mix', 'llama_tiny', 'qwen2_tiny', 'qwen3_tiny', 'neox_tiny'];

export function describeGoldens(makeExecutor: () => Promise<Executor>): void {
  let executor: Executor;
  beforeAll(async () => {
    executor = await makeExecutor();
  });
  afterAll(() => executor.dispose());

  for (const name of ['tiny', 'odd', ...PART_GOLDENS])
    describe(`${name} transformer`, () => forwardAndBackward(() => executor, name));
  for (const [kind, run] of Object.entries(OPTIMIZERS)) {
    it(`${kind}: twenty steps`, () => twentySteps(executor, kind, run));
  }
  describe('interventions', () => interventions(() => executor));
  describe('patching', () => describePatching(() => executor));
  for (const kind of ['sigmoid_mse', 'relu_ce'] as const) {
    it(`digits ${kind}: one batch in detail`, () => digitsInDetail(executor, kind));
    it(`digits ${kind}: ten steps`, () => digitsTenSteps(executor, kind));
  }
}

/** An inspector over a golden's weights. */
function open(executor: Executor, golden: Golden) {
  const config = golden.config();
  const parameters = transformerParameters(config);
  const weights = new Weights(executor, parameters);
  const values = new Map(parameters.map(({ name }) => [name, golden.floats(name)]));
  weights.set(values);
  const inspector = new Inspector(executor, config, weights);
  const [B, T] = golden.shape('input.tokens');
  const request = { B, T, tokens: golden.integers('input.tokens') };
  const close = () => {
    inspector.dispose();
    weights.dispose();
  };
  return { config, weights, values, inspector, request, close };
}

function forwardAndBackward(executor: () => Executor, name: string): void {
  const golden = new Golden(name);
  const names = activationNames(golden.config());
  it('every activation is in the file', () => {
    const stored = golden.names.filter((tensor) => tensor.startsWith('act.') && tensor !== 'act.token_loss');
    expect(names.map((hook) => `act.${hook}`).sort()).toEqual(stored.sort());
  });

  let look: InspectorResult;
  beforeAll(async () => {
    const { inspector, request, close } = open(executor(), golden);
    look = await inspector.run({
      ...request,
      names,
      targets: golden.integers('input.targets'),
      gradients: true,
    });
    close();
  });

  it('loss, and the loss at each position', () => {
    expectAllclose([look.loss as number], golden.floats('loss'), { ...TOLERANCE.forward, label: 'loss' });
    const tokenLoss = look.tokenLoss?.data as Float32Array;
    expectAllclose(tokenLoss, golden.floats('act.token_loss'), { ...TOLERANCE.forward, label: 'token_loss' });
  });

  it.each(names)('activation %s', (hook) => {
    const got = look.activations.get(hook);
    const shape = golden.shape(`act.${hook}`);
    expect(got?.shape).toEqual(shape);
    const seen = (values: Float32Array) => unmasked(hook, shape, values);
    const want = seen(golden.floats(`act.${hook}`));
    expectAllclose(seen(got?.data as Float32Array), want, { ...TOLERANCE.forward, label: hook });
  });

  it.each(names.filter((hook) => golden.names.includes(`actgrad.${hook}`)))(
    'gradient of activation %s',
    (hook) => {
      const shape = golden.shape(`actgrad.${hook}`);
      const got = unmasked(hook, shape, activationGradient(look, hook, golden));
      const want = unmasked(hook, shape, golden.floats(`actgrad.${hook}`));
      expectAllclose(got, want, { ...TOLERANCE.gradient, label: hook });
    },
  );

  it.each([...golden.group('grad.').keys()])('gradient of %s', (weight) => {
    const all = look.weightGradients?.get(weight) as Float32Array<ArrayBuffer>;
    const [got, want] = [all, golden.floats(`grad.${weight}`)].map((values) =>
      golden.significant(`grad.${weight}`, values),
    );
    expectAllclose(got, want, { ...TOLERANCE.gradient, label: weight });
    const { atol } = TOLERANCE.gradient;
    expectAllclose(all, golden.floats(`grad.${weight}`), {
      rtol: TOLERANCE.gradient.rtol,
      atol,
      label: weight,
    });
  });

  it('the gradient as a whole differs by rounding', () => {
    const squares = [...golden.group('grad.')].map(([weight, all]) => {
      const got = look.weightGradients?.get(weight) as Float32Array<ArrayBuffer>;
      const [own, want] = [got, all].map((values) => golden.significant(`grad.${weight}`, values));
      const error = want.reduce((sum, value, i) => sum + (own[i] - value) ** 2, 0);
      return { error, size: want.reduce((sum, value) => sum + value ** 2, 0) };
    });
    const total = (key: 'error' | 'size') => squares.reduce((sum, each) => sum + each[key], 0);
    expect(Math.sqrt(total('error') / total('size'))).toBeLessThan(WHOLE_GRADIENT);
  });

  const maskedTargets = golden.names.filter((tensor) => tensor.startsWith('masked.targets'));
  for (const targetName of maskedTargets) {
    it(`ignored positions: ${targetName}`, async () => {
      const { inspector, request, close } = open(executor(), golden);
      const targets = golden.integers(targetName);
      const masked = await inspector.run({ ...request, names: [], targets, gradients: true });
      close();
      expectAllclose([masked.loss as number], golden.floats('masked.loss'), {
        ...TOLERANCE.forward,
        label: 'loss',
      });
      const tokenLoss = masked.tokenLoss?.data as Float32Array;
      expectAllclose(tokenLoss, golden.floats('masked.token_loss'), {
        ...TOLERANCE.forward,
        label: 'token_loss',
      });
      for (const [weight, want] of golden.group('masked.grad.')) {
        const got = withoutKeyBias(weight, masked.weightGradients?.get(weight) as Float32Array<ArrayBuffer>);
        expectAllclose(got, withoutKeyBias(weight, want), { ...TOLERANCE.gradient, label: weight });
      }
    });
  }
}

/** `xhat` lives inside the layer norm op: its gradient is that of the op's output times the gain. */
function activationGradient(look: InspectorResult, hook: string, golden: Golden): Float32Array {
  const direct = look.activationGradients?.get(hook as never);
  if (direct) return direct.data;
  const norm = hook.replace('.xhat', '');
  const views = modelViews(golden.config());
  const [, layer, i] = /^blocks\.(\d+)\.ln([12])$/.exec(norm) ?? [];
  const view = layer === undefined ? views.finalNorm : views.norm(Number(layer), i === '1' ? 0 : 1);
  const output = look.activationGradients?.get(`${norm}.hook_normalized` as never) as { data: Float32Array };
  const gain = golden.floats(view.gain.parameter);
  return output.data.map((d, i) => d * gain[i % gain.length]);
}

interface OptimizerRun {
  readonly fixture?: string;
  readonly optimizer: OptimizerConfig;
  readonly learningRate: number;
  /** Moments by the names of the fixture. */
  readonly moments: Readonly<Record<string, string>>;
}

const ADAMW = { beta1: 0.9, beta2: 0.95, weightDecay: 0.1 };
const ADAMW_MOMENTS = { m: 'exp_avg', v: 'exp_avg_sq' };

/** By the prefix in the fixture. */
const OPTIMIZERS: Readonly<Record<string, OptimizerRun>> = {
  adamw: { optimizer: { kind: 'adamw', ...ADAMW }, learningRate: 1e-3, moments: ADAMW_MOMENTS },
  sgd: { optimizer: { kind: 'sgd', momentum: 0 }, learningRate: 0.1, moments: {} },
  sgdm: {
    optimizer: { kind: 'sgd', momentum: 0.9 },
    learningRate: 0.1,
    moments: { velocity: 'momentum_buffer' },
  },
  muon: {
    fixture: 'muon',
    optimizer: { kind: 'muon', ...ADAMW, momentum: 0.95, rateRatio: 20 },
    learningRate: 1e-3,
    moments: { ...ADAMW_MOMENTS, momentum: 'momentum_buffer' },
  },
};

async function twentySteps(
  executor: Executor,
  kind: string,
  { fixture = 'optim_tiny', optimizer, learningRate, moments }: OptimizerRun,
): Promise<void> {
  const golden = new Golden(fixture);
  const config = golden.config();
  const B = golden.json.config.batch_size;
  const initial = golden.group('init.');
  const weights = new Weights(executor, transformerParameters(config));
  weights.set(initial);
  const task = nextTokenTask(config, { B, T: config.T });
  const trainer = await Trainer.create(executor, weights, task, { clipNorm: 1, optimizer });
  const losses: number[] = [];
  const norms: number[] = [];
  const size = B * config.T;
  for (let step = 0; step < 20; step++) {
    const tokens = golden.integers('batches.tokens').slice(step * size, (step + 1) * size);
    const targets = golden.integers('batches.targets').slice(step * size, (step + 1) * size);
    const { loss, gradientNorm } = await trainer.step({ tokens, targets }, step, learningRate);
    losses.push(loss);
    norms.push(gradientNorm);
    if (step === 0) compareTrained(await weights.get(), golden, `${kind}.step1.`, initial, kind);
  }
  expectAllclose(losses, golden.floats(`${kind}.loss`), { ...TOLERANCE.forward, label: `${kind} loss` });
  expectAllclose(norms, golden.floats(`${kind}.grad_norm`), { ...TOLERANCE.gradient, label: `${kind} norm` });
  compareTrained(await weights.get(), golden, `${kind}.final.`, initial, kind);
  await compareMoments(trainer, golden, kind, moments);
  trainer.dispose();
  weights.dispose();
}

function compareTrained(
  got: ReadonlyMap<string, Float32Array<ArrayBuffer>>,
  golden: Golden,
  prefix: string,
  initial: ReadonlyMap<string, Float32Array<ArrayBuffer>>,
  kind: string,
): void {
  const usesAdamW = kind === 'adamw' || kind === 'muon';
  const cut = usesAdamW ? withoutKeyBias : (_: string, values: Float32Array<ArrayBuffer>) => values;
  for (const [name, want] of golden.group(prefix)) {
    const label = `${prefix}${name}`;
    const value = cut(name, got.get(name) as Float32Array<ArrayBuffer>);
    const start = cut(name, initial.get(name) as Float32Array<ArrayBuffer>);
    const wanted = cut(name, want);
    expectAllclose(value, wanted, { ...TOLERANCE.trained, label });
    // The update as a whole; a key bias that never moves would compare noise with noise.
    const update = (values: Float32Array) =>
      withoutKeyBias(
        name,
        Float32Array.from(values, (x, i) => x - start[i]),
      );
    if (cut === withoutKeyBias || !name.endsWith('attn.c_attn.bias')) {
      const tolerance = { rtol: 1e-2, atol: 5e-5, relativeL2: 1e-3 };
      expectAllclose(
        usesAdamW ? value.map((x, i) => x - start[i]) : update(value),
        usesAdamW ? wanted.map((x, i) => x - start[i]) : update(wanted),
        { ...tolerance, label: `update of ${label}` },
      );
    }
  }
}

async function compareMoments(
  trainer: Trainer<never>,
  golden: Golden,
  kind: string,
  names: OptimizerRun['moments'],
) {
  const moments = await trainer.getMoments();
  expect([...moments.keys()].sort()).toEqual(expect.arrayContaining(Object.keys(names).sort()));
  for (const [ours, theirs] of Object.entries(names)) {
    const got = moments.get(ours) as WeightValues;
    const group = golden.group(`${kind}.${theirs}.`);
    expect([...got.keys()].sort()).toEqual([...group.keys()].sort());
    for (const [name, want] of group) {
      const value = withoutKeyBias(name, got.get(name) as Float32Array<ArrayBuffer>);
      expectAllclose(value, withoutKeyBias(name, want), {
        ...TOLERANCE.moments,
        label: `${theirs} of ${name}`,
      });
    }
  }
}

function interventions(executor: () => Executor): void {
  const golden = new Golden('interventions_tiny');
  let opened: ReturnType<typeof open>;
  beforeAll(() => {
    opened = open(executor(), golden);
  });
  afterAll(() => opened.close());

  const logitsWith = async (list: Intervention[]) => {
    const { inspector, config, request } = opened;
    const changed = await compileInterventions(inspector, config, request, list);
    const look = await inspector.run({ ...request, names: ['logits'], interventions: changed });
    return look.activations.get('logits')?.data as Float32Array;
  };

  it('clean run, also after an intervention', async () => {
    const before = await logitsWith([]);
    await logitsWith([{ name: 'blocks.1.attn.hook_z', kind: 'zero', head: 0 }]);
    expect(await logitsWith([])).toEqual(before);
    expectAllclose(before, golden.floats('clean.logits'), { ...TOLERANCE.forward, label: 'clean' });
  });

  it.each<[string, Intervention]>([
    ['zero_head', { name: 'blocks.1.attn.hook_z', kind: 'zero', head: 0 }],
    ['mean_head', { name: 'blocks.1.attn.hook_z', kind: 'mean', head: 0 }],
    ['zero_neuron', { name: 'blocks.0.mlp.hook_post', kind: 'zero', neuron: 5 }],
  ])('%s', async (label, intervention) => {
    const got = await logitsWith([intervention]);
    expectAllclose(got, golden.floats(`${label}.logits`), { ...TOLERANCE.forward, label });
  });

  it('patch_resid_mid: activation patching from one example to another', async () => {
    const { inspector, request, config } = opened;
    const name = 'blocks.0.hook_resid_mid';
    const clean = (await inspector.run({ ...request, names: [name] })).activations.get(name)
      ?.data as Float32Array;
    const source = (1 * request.T + 3) * config.C;
    const value = clean.slice(source, source + config.C);
    const got = await logitsWith([{ name, kind: 'replace', row: 0, position: 3, value }]);
    expectAllclose(got, golden.floats('patch_resid_mid.logits'), { ...TOLERANCE.forward, label: 'patch' });
  });

  it('logit lens', async () => {
    const { inspector, request } = opened;
    const names = golden.names.filter((name) => name.startsWith('logit_lens.'));
    expect(names).toHaveLength(3);
    const streams = names.map((name) => name.slice('logit_lens.'.length) as ResidualStreamName);
    const lens = await runToCompletion(logitLens(inspector, request, streams, (logits) => logits));
    for (const stream of streams) {
      const got = lens.get(stream)?.data as Float32Array;
      expectAllclose(got, golden.floats(`logit_lens.${stream}`), { ...TOLERANCE.forward, label: stream });
    }
  });

  it('direct attribution: every component, and their sum', async () => {
    const { inspector, config, values, request } = opened;
    for (let row = 0; row < request.B; row++) {
      const parts = await directAttribution(inspector, config, values, request, {
        row,
        position: request.T - 1,
      });
      const rowOf = (name: string) => {
        const all = golden.floats(name);
        return all.subarray((row * all.length) / request.B, ((row + 1) * all.length) / request.B);
      };
      const compare = (got: Float64Array[], name: string) =>
        expectAllclose(
          got.flatMap((part) => [...part]),
          rowOf(name),
          { ...TOLERANCE.forward, label: name },
        );
      compare([parts.embed], 'dla.embed');
      compare([parts.positionEmbed], 'dla.pos_embed');
      compare(parts.heads.flat(), 'dla.heads');
      compare(parts.neurons.flat(), 'dla.neurons');
      compare(parts.attentionBias, 'dla.attn_bias');
      compare(parts.mlpBias, 'dla.mlp_bias');
      expectAllclose(parts.finalBias, golden.floats('dla.ln_f_bias'), {
        ...TOLERANCE.forward,
        label: 'ln_f_bias',
      });
      const { embed, positionEmbed, heads, neurons, attentionBias, mlpBias, finalBias } = parts;
      const all = [embed, positionEmbed, heads, neurons, attentionBias, mlpBias, finalBias].flat(2);
      const sum = Array.from({ length: config.V }, (_, v) => all.reduce((total, part) => total + part[v], 0));
      const clean = golden.floats('clean.logits');
      const last = ((row + 1) * request.T - 1) * config.V;
      expectAllclose(sum, clean.subarray(last, last + config.V), {
        rtol: 0,
        atol: 1e-4,
        label: 'sum of parts',
      });
    }
  });
}

type DigitKind = 'sigmoid_mse' | 'relu_ce';

function openDigits(executor: Executor, kind: DigitKind) {
  const golden = new Golden(`digits_${kind}`);
  const config = { sizes: [784, 16, 16, 10], kind: kind === 'sigmoid_mse' ? 'sigmoid' : 'relu' } as const;
  const weights = new Weights(executor, digitParameters(config));
  weights.set(new Map(weights.parameters.map(({ name }) => [name, golden.floats(name)])));
  const B = 10;
  const batch = (step: number) => ({
    pixels: golden.floats('batches.x').slice(step * B * 784, (step + 1) * B * 784),
    labels: golden.integers('batches.y').slice(step * B, (step + 1) * B),
  });
  return { golden, weights, network: digitNetwork(config, B), batch };
}

async function digitsInDetail(executor: Executor, kind: DigitKind): Promise<void> {
  const { golden, weights, network, batch } = openDigits(executor, kind);
  const reverse = backward(network.graph, network.loss);
  const gradients = executor.allocate('gradients', weights.layout.length);
  const program = await executor.compile(
    plan({ graph: network.graph, backward: reverse, layout: weights.layout }),
    {
      parameters: weights.storage,
      gradients,
    },
  );
  network.write(program, batch(0));
  program.run();
  for (const [i, letter] of [0, 1, 2].flatMap((layer) => [[layer, 'z'] as const, [layer, 'a'] as const])) {
    const name = `${letter}${i + 1}`;
    const tensor = network[letter][i];
    expectAllclose(await program.read(tensor), golden.floats(`act.${name}`), {
      ...TOLERANCE.forward,
      label: name,
    });
    if (!golden.names.includes(`actgrad.${name}`)) continue;
    const gradient = reverse.gradientFor(tensor);
    const got = gradient ? await program.read(gradient) : [];
    expectAllclose(got, golden.floats(`actgrad.${name}`), { ...TOLERANCE.gradient, label: `d_${name}` });
  }
  const cost = await program.read(network.loss);
  expectAllclose(cost, golden.floats('cost'), { ...TOLERANCE.forward, label: 'cost' });
  const examples = await program.read(network.exampleCost);
  expectAllclose(examples, golden.floats('example_cost'), { ...TOLERANCE.forward, label: 'example_cost' });
  const got = weights.unflatten(await gradients.read(0, weights.layout.length));
  for (const [name, want] of golden.group('grad.')) {
    expectAllclose(got.get(name) as Float32Array, want, { ...TOLERANCE.gradient, label: name });
  }
  program.dispose();
  gradients.dispose();
  weights.dispose();
}

async function digitsTenSteps(executor: Executor, kind: DigitKind): Promise<void> {
  const { golden, weights, network, batch } = openDigits(executor, kind);
  const learningRate = kind === 'sigmoid_mse' ? 3 : 0.1;
  const optimizer = { kind: 'sgd', momentum: 0 } as const;
  const trainer = await Trainer.create(executor, weights, network, { clipNorm: 0, optimizer });
  const costs: number[] = [];
  for (let step = 0; step < 10; step++)
    costs.push((await trainer.step(batch(step), step, learningRate)).loss);
  expectAllclose(costs, golden.floats('steps.cost'), { ...TOLERANCE.forward, label: 'cost' });
  const got = await weights.get();
  for (const [name, want] of golden.group('final.')) {
    expectAllclose(got.get(name) as Float32Array, want, { ...TOLERANCE.trained, label: name });
  }
  trainer.dispose();
  weights.dispose();
}
