// Patterns of known heads: a hand-written induction head, and heads with uniform attention.

import { afterEach, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import {
  type HeadPatternName,
  type HeadPatternScore,
  scoreHeadPatterns,
} from '../../../src/lenses/attention/head-patterns.ts';
import type { ModelConfig } from '../../../src/model/architecture/config.ts';
import { tinyModel } from '../../support/model/tiny-model.ts';

const [TOKENS, PLACES] = [6, 12];
/** The stream's directions: one a token, one a position, one for each token that may have come before. */
const C = TOKENS + PLACES + TOKENS;
const CONFIG: ModelConfig = {
  L: 2,
  H: 1,
  C,
  T: PLACES,
  V: TOKENS,
  mlpWidth: 0,
  activation: 'gelu',
  tied: true,
  initStd: 0,
};
const ROWS = [
  [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5],
  [3, 1, 4, 0, 3, 1, 4, 0, 3, 1, 4, 0],
];

let model: ReturnType<typeof tinyModel>;
afterEach(() => model.dispose());

/** Layer 1 looks one back and notes whose token it saw there; layer 2 looks for places that noted the query's token. */
function writeInductionHead(): void {
  const weights = new Map([...model.values].map(([name, values]) => [name, Float32Array.from(values)]));
  const put = (name: string, row: number, column: number, value: number) => {
    const width = model.parameters.find((each) => each.name === name)?.shape[1] as number;
    (weights.get(name) as Float32Array)[row * width + column] = value;
  };
  const [POSITION, BEFORE] = [TOKENS, TOKENS + PLACES];
  const attention = (layer: number) => `transformer.h.${layer}.attn.c_attn.weight`;
  for (let place = 0; place < PLACES; place++) {
    put('transformer.wpe.weight', place, POSITION + place, 1);
    if (place > 0) put(attention(0), POSITION + place, POSITION + place - 1, 10);
    put(attention(0), POSITION + place, C + POSITION + place, 10);
  }
  for (let token = 0; token < TOKENS; token++) {
    put('transformer.wte.weight', token, token, 1);
    put(attention(0), token, 2 * C + BEFORE + token, 1);
    put('transformer.h.0.attn.c_proj.weight', BEFORE + token, BEFORE + token, 1);
    put(attention(1), token, token, 10);
    put(attention(1), BEFORE + token, C + token, 10);
  }
  model.weights.set(weights);
}

const scoresOf = (scores: readonly HeadPatternScore[], habit: HeadPatternName) =>
  scores.find((each) => each.habit === habit) as HeadPatternScore;

it('a hand-written induction head and its previous-token head score above 0.9', async () => {
  model = tinyModel(new ReferenceExecutor(), CONFIG);
  writeInductionHead();
  const scores = await scoreHeadPatterns(model.inspector, CONFIG, ROWS);
  const induction = scoresOf(scores, 'induction');
  expect(induction.scores[1][0]).toBeGreaterThan(0.9);
  expect(induction.scores[0][0]).toBeLessThan(0.1);
  expect(induction.chance).toBeLessThan(0.2);
  expect(scoresOf(scores, 'previous token').scores[0][0]).toBeGreaterThan(0.9);
});

it('heads with small random weights score at chance', async () => {
  model = tinyModel(new ReferenceExecutor(), { ...CONFIG, C: 16, H: 4, initStd: 0.002 });
  const scores = await scoreHeadPatterns(model.inspector, model.config, ROWS);
  for (const { scores: layers, chance, queries } of scores) {
    expect(queries).toBeGreaterThan(0);
    for (const score of layers.flat()) expect(score).toBeCloseTo(chance, 3);
  }
});

it('chance and queries match a count by hand on a short row', async () => {
  model = tinyModel(new ReferenceExecutor(), { ...CONFIG, C: 16, H: 4 });
  const scores = await scoreHeadPatterns(model.inspector, model.config, [[2, 3, 2]]);
  expect(scoresOf(scores, 'previous token')).toMatchObject({ queries: 2, chance: (1 / 2 + 1 / 3) / 2 });
  expect(scoresOf(scores, 'same token').chance).toBeCloseTo((1 + 1 / 2 + 2 / 3) / 3, 10);
  expect(scoresOf(scores, 'first token')).toMatchObject({ queries: 2, chance: (1 / 2 + 1 / 3) / 2 });
  expect(scoresOf(scores, 'induction')).toMatchObject({ queries: 1, chance: 1 / 3 });
});
