// The training step in jax-js: one compiled function between two read-backs.

import { defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import type { BenchmarkConfig } from '../../src/model/training/benchmark-configs.ts';
import { type Contender, NORM_EPSILON, OPTIMIZER, type Problem } from './problem.ts';

type Arrays = Record<string, np.Array>;

export async function jax(
  device: 'webgpu' | 'wasm',
  { config, weights, tokens, targets }: Problem,
): Promise<Contender> {
  const found = await init(device);
  if (!found.includes(device)) throw new Error(`jax-js has no ${device} here.`);
  defaultDevice(device);
  const decays = (name: string) => weights.get(name)?.decays ?? false;
  const arrays = (fill: (values: Float32Array<ArrayBuffer>) => Float32Array<ArrayBuffer>): Arrays =>
    Object.fromEntries(
      [...weights].map(([name, { shape, values }]) => [name, np.array(fill(values), { shape })]),
    );
  const zeros = (values: Float32Array<ArrayBuffer>) => new Float32Array(values.length);
  let w = arrays((values) => values);
  let m = arrays(zeros);
  let v = arrays(zeros);
  const ids = (values: Int32Array<ArrayBuffer>) =>
    np.array(values, { shape: [config.B, config.T], dtype: np.int32 });
  const batch = { tokens: ids(tokens), targets: ids(targets) };
  const train = jit((w: Arrays, m: Arrays, v: Arrays, batch: Batch, corrections: np.Array) => {
    const [loss, d] = valueAndGrad((w: Arrays, batch: Batch) => lossOf(w, batch, config))(
      tree.ref(w),
      batch,
    ) as [np.Array, Arrays];
    return { loss, ...adamw(w, m, v, d, corrections, decays) };
  });

  let taken = 0;
  return {
    async step() {
      taken += 1;
      const { beta1, beta2 } = OPTIMIZER;
      const corrections = np.array(Float32Array.of(1 - beta1 ** taken, 1 - beta2 ** taken));
      const after = train(w, m, v, tree.ref(batch), corrections);
      ({ w, m, v } = after);
      return (await after.loss.data())[0];
    },
    dispose: () => tree.dispose({ w, m, v, batch }),
  };
}

interface Batches {
  tokens: np.Array;
  targets: np.Array;
}
/** jax-js requires a type alias, not an interface. */
type Batch = { [Key in keyof Batches]: Batches[Key] };

function lossOf(w: Arrays, { tokens, targets }: Batch, config: BenchmarkConfig): np.Array {
  const { L, V, B, T } = config;
  const embedded = np.take(w['transformer.wte.weight'].ref, tokens, 0);
  let x = embedded.add(w['transformer.wpe.weight']);
  for (let layer = 0; layer < L; layer++) x = block(w, x, `transformer.h.${layer}`, config);
  const logits = np.matmul(norm(w, x, 'transformer.ln_f'), np.transpose(w['transformer.wte.weight']));
  return nn
    .logSoftmax(logits)
    .mul(nn.oneHot(targets, V))
    .sum()
    .mul(-1 / (B * T));
}

function block(w: Arrays, x: np.Array, name: string, { B, T, C, H }: BenchmarkConfig): np.Array {
  const qkv = linear(w, norm(w, x.ref, `${name}.ln_1`), `${name}.attn.c_attn`);
  const [q, k, v] = np.split(qkv, 3, -1).map((part) => part.reshape([B, T, H, C / H]));
  const z = nn.dotProductAttention(q, k, v, { isCausal: true }).reshape([B, T, C]);
  x = x.add(linear(w, z, `${name}.attn.c_proj`));
  const hidden = nn.gelu(linear(w, norm(w, x.ref, `${name}.ln_2`), `${name}.mlp.c_fc`));
  return x.add(linear(w, hidden, `${name}.mlp.c_proj`));
}

function linear(w: Arrays, x: np.Array, name: string): np.Array {
  return np.matmul(x, w[`${name}.weight`]).add(w[`${name}.bias`]);
}

function norm(w: Arrays, x: np.Array, name: string): np.Array {
  return nn.standardize(x, -1, { epsilon: NORM_EPSILON }).mul(w[`${name}.weight`]).add(w[`${name}.bias`]);
}

function adamw(
  w: Arrays,
  m: Arrays,
  v: Arrays,
  d: Arrays,
  corrections: np.Array,
  decays: (name: string) => boolean,
) {
  const { learningRate, beta1, beta2, epsilon, weightDecay, clipNorm } = OPTIMIZER;
  const squares = Object.values(d).map((gradient) => np.square(gradient.ref).sum());
  const length = np.sqrt(squares.reduce((sum, square) => sum.add(square)));
  const factor = np.minimum(np.divide(clipNorm, length.add(1e-6)), 1);
  const [correction1, correction2] = np.split(corrections, 2);
  const after = { w: {} as Arrays, m: {} as Arrays, v: {} as Arrays };
  for (const name of Object.keys(w)) {
    const gradient = d[name].mul(factor.ref);
    const mean = m[name].mul(beta1).add(gradient.ref.mul(1 - beta1));
    const square = v[name].mul(beta2).add(np.square(gradient).mul(1 - beta2));
    const kept = w[name].mul(decays(name) ? 1 - learningRate * weightDecay : 1);
    const denominator = np.sqrt(np.divide(square.ref, correction2.ref)).add(epsilon);
    const step = np.divide(np.divide(mean.ref, correction1.ref), denominator).mul(learningRate);
    after.m[name] = mean;
    after.v[name] = square;
    after.w[name] = kept.sub(step);
  }
  for (const used of [factor, correction1, correction2]) used.dispose();
  return after;
}
