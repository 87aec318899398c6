// The training step in TensorFlow.js, eagerly op by op; AdamW is implemented here, because the library has only Adam.

import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as tf from '@tensorflow/tfjs-core';
import type { BenchmarkConfig } from '../../src/model/training/benchmark-configs.ts';
import { type Contender, NORM_EPSILON, OPTIMIZER, type Problem } from './problem.ts';

type Variables = Record<string, tf.Variable>;

export async function tensorflow(
  backend: 'webgpu' | 'cpu',
  { config, weights, tokens, targets }: Problem,
): Promise<Contender> {
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no backend '${backend}' here.`);
  await tf.ready();
  const variables = (fill: (values: Float32Array) => Float32Array): Variables =>
    Object.fromEntries(
      [...weights].map(([name, { shape, values }]) => [name, tf.variable(tf.tensor(fill(values), shape))]),
    );
  const zeros = (values: Float32Array) => new Float32Array(values.length);
  const w = variables((values) => values);
  const m = variables(zeros);
  const v = variables(zeros);
  const decays = (name: string) => weights.get(name)?.decays ?? false;
  const ids = tf.tensor1d(tokens, 'int32');
  const wanted = tf.oneHot(tf.tensor1d(targets, 'int32'), config.V);

  let taken = 0;
  return {
    async step() {
      taken += 1;
      const loss = tf.tidy(() => {
        const { value, grads } = tf.variableGrads(() => lossOf(w, ids, wanted, config), Object.values(w));
        const d = Object.fromEntries(Object.entries(w).map(([name, { name: id }]) => [name, grads[id]]));
        adamw(w, m, v, d, taken, decays);
        return value;
      });
      const [value] = await loss.data();
      loss.dispose();
      return value;
    },
    dispose: () => tf.dispose([w, m, v, ids, wanted]),
  };
}

function lossOf(w: Variables, tokens: tf.Tensor1D, wanted: tf.Tensor, config: BenchmarkConfig): tf.Scalar {
  const { L, B, T, C } = config;
  const embedded = tf.reshape(tf.gather(w['transformer.wte.weight'], tokens), [B, T, C]);
  let x = tf.reshape(tf.add(embedded, w['transformer.wpe.weight']), [B * T, C]);
  for (let layer = 0; layer < L; layer++) x = block(w, x, `transformer.h.${layer}`, config);
  const last = norm(w, x, 'transformer.ln_f');
  const logits = tf.matMul(last, w['transformer.wte.weight'] as tf.Tensor, false, true);
  return tf.losses.softmaxCrossEntropy(wanted, logits);
}

/** Activations are (B·T, C), except within heads. */
function block(w: Variables, x: tf.Tensor, name: string, { B, T, C, H }: BenchmarkConfig): tf.Tensor {
  const qkv = linear(w, norm(w, x, `${name}.ln_1`), `${name}.attn.c_attn`);
  const [q, k, v] = tf
    .split(qkv, 3, -1)
    .map((part) => tf.transpose(tf.reshape(part, [B, T, H, C / H]), [0, 2, 1, 3]));
  const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(C / H));
  const pattern = tf.softmax(tf.add(scores, future(T)));
  const z = tf.reshape(tf.transpose(tf.matMul(pattern, v), [0, 2, 1, 3]), [B * T, C]);
  x = tf.add(x, linear(w, z, `${name}.attn.c_proj`));
  const hidden = gelu(linear(w, norm(w, x, `${name}.ln_2`), `${name}.mlp.c_fc`));
  return tf.add(x, linear(w, hidden, `${name}.mlp.c_proj`));
}

/** Masked positions get a large negative score. */
function future(T: number): tf.Tensor {
  return tf.tensor2d(
    Float32Array.from({ length: T * T }, (_, i) => (i % T > Math.floor(i / T) ? -1e30 : 0)),
    [T, T],
  );
}

function linear(w: Variables, x: tf.Tensor, name: string): tf.Tensor {
  return tf.add(tf.matMul(x, w[`${name}.weight`] as tf.Tensor), w[`${name}.bias`]);
}

function norm(w: Variables, x: tf.Tensor, name: string): tf.Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  const normalized = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, NORM_EPSILON)));
  return tf.add(tf.mul(normalized, w[`${name}.weight`]), w[`${name}.bias`]);
}

function gelu(x: tf.Tensor): tf.Tensor {
  const u = tf.mul(tf.add(x, tf.mul(tf.mul(tf.square(x), x), 0.044715)), Math.sqrt(2 / Math.PI));
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(u), 1));
}

function adamw(
  w: Variables,
  m: Variables,
  v: Variables,
  d: Record<string, tf.Tensor>,
  step: number,
  decays: (name: string) => boolean,
): void {
  const { learningRate, beta1, beta2, epsilon, weightDecay, clipNorm } = OPTIMIZER;
  const squares = Object.values(d).map((gradient) => tf.sum(tf.square(gradient)));
  // Not `addN`: on WebGPU it binds all inputs in one kernel, which exceeds the limit of adapters and gives a wrong sum.
  const length = tf.sqrt(squares.reduce((sum, square) => tf.add(sum, square)));
  const factor = tf.minimum(tf.div(clipNorm, tf.add(length, 1e-6)), 1);
  for (const name of Object.keys(w)) {
    const gradient = tf.mul(d[name], factor);
    m[name].assign(tf.add(tf.mul(m[name], beta1), tf.mul(gradient, 1 - beta1)));
    v[name].assign(tf.add(tf.mul(v[name], beta2), tf.mul(tf.square(gradient), 1 - beta2)));
    const denominator = tf.add(tf.sqrt(tf.div(v[name], 1 - beta2 ** step)), epsilon);
    const update = tf.div(tf.mul(m[name], learningRate / (1 - beta1 ** step)), denominator);
    const kept = tf.mul(w[name], decays(name) ? 1 - learningRate * weightDecay : 1);
    w[name].assign(tf.sub(kept, update));
  }
}
