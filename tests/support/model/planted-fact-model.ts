// A transformer built by hand, with one fact in one neuron: Michael and Jordan together play basketball (chapter 7).

import type { Executor } from '../../../src/kernels/backends/executor.ts';
import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import type { ModelConfig } from '../../../src/model/architecture/config.ts';
import { initialWeights, Weights } from '../../../src/model/architecture/weights.ts';
import type { NDArray } from '../../../src/model/inspection/inspector.ts';
import { Inspector } from '../../../src/model/inspection/inspector.ts';

/** Token ids; each token's embedding is the basis vector of the same index. */
export const TOKEN = {
  Michael: 0,
  Jordan: 1,
  Phelps: 2,
  Alexis: 3,
  plays: 4,
  basketball: 5,
  swimming: 6,
  golf: 7,
} as const;

type TokenName = keyof typeof TOKEN;

export const PLANTED_CONFIG: ModelConfig = {
  L: 1,
  H: 1,
  C: 8,
  T: 8,
  V: 8,
  mlpWidth: 8,
  activation: 'relu',
  tied: false,
  initStd: 0.02,
};

/** The neuron that holds the fact; the others are small and random. */
export const FACT_NEURON = 5;
/** Its output along the direction of basketball at activation 1. */
const OUTPUT_NORM = 6;
/** Logit per unit length along a token's direction. */
const SHARPNESS = 4;

export const SUBJECTS: readonly { subject: string; tokens: number[]; sport: number }[] = [
  person('Michael', 'Jordan', 'basketball'),
  person('Michael', 'Phelps', 'golf'),
  person('Alexis', 'Jordan', 'golf'),
  person('Alexis', 'Phelps', 'golf'),
];

function person(first: TokenName, last: TokenName, sport: TokenName) {
  return {
    subject: `${first} ${last}`,
    tokens: [TOKEN[first], TOKEN[last], TOKEN.plays],
    sport: TOKEN[sport],
  };
}

/**
 * One layer. Its head attends uniformly and copies, so that the residual stream at `plays` contains both names. The neuron's
 * input row is Michael + Jordan, with a bias between the sums of one and two names; its output column is basketball. If the
 * neuron is inactive, `plays` predicts golf.
 */
export async function createPlantedFactModel(executor: Executor) {
  const config = PLANTED_CONFIG;
  const { C, V } = config;
  const parameters = transformerParameters(config);
  const values = new Map(initialWeights(parameters, { seed: 3, initStd: config.initStd }));
  const set = (name: string, fill: (i: number) => number) => {
    values.set(
      name,
      (values.get(name) as Float32Array).map((_, i) => fill(i)),
    );
  };
  const identity = (i: number) => Number(Math.floor(i / C) === i % C);
  set('transformer.wte.weight', identity);
  set('transformer.wpe.weight', () => 0);
  // Zero queries and keys give uniform attention; values copy the stream.
  set('transformer.h.0.attn.c_attn.weight', (i) => Number(i % (3 * C) === 2 * C + Math.floor(i / (3 * C))));
  set('transformer.h.0.attn.c_proj.weight', identity);
  // `plays` predicts golf, and every sport predicts itself.
  const unembedded = Array.from({ length: V }, (_, token) => (token === TOKEN.golf ? TOKEN.plays : token));
  set('lm_head.weight', (i) => {
    const token = Math.floor(i / C);
    return token >= TOKEN.basketball && i % C === unembedded[token] ? SHARPNESS : 0;
  });
  const weights = new Weights(executor, parameters);
  const inspector = new Inspector(executor, config, weights);
  weights.set(values);

  // Input of the neuron with and without a name in the text.
  const [{ tokens }] = SUBJECTS;
  const name = 'blocks.0.ln2.hook_normalized';
  const result = await inspector.run({ B: 1, T: 3, tokens: Int32Array.from(tokens), names: [name] });
  const read = (result.activations.get(name) as NDArray).data.subarray(2 * C);
  plantFact(values, read[TOKEN.Jordan], read[TOKEN.Phelps]);
  weights.set(values);
  return { config, weights, values, inspector };
}

/** Row, bias and column of the neuron: activation 1 for both names, 0 for one. */
function plantFact(values: Map<string, Float32Array>, present: number, absent: number): void {
  const { C, mlpWidth: M } = PLANTED_CONFIG;
  const [fc, bias, proj] = ['c_fc.weight', 'c_fc.bias', 'c_proj.weight'].map((name) => {
    const copy = (values.get(`transformer.h.0.mlp.${name}`) as Float32Array).slice();
    values.set(`transformer.h.0.mlp.${name}`, copy);
    return copy;
  });
  const scale = 2 / (present - absent);
  bias[FACT_NEURON] = (-scale * (3 * present + absent)) / 2;
  for (let c = 0; c < C; c++) {
    fc[c * M + FACT_NEURON] = c === TOKEN.Michael || c === TOKEN.Jordan ? scale : 0;
    proj[FACT_NEURON * C + c] = c === TOKEN.basketball ? OUTPUT_NORM : 0;
  }
}
