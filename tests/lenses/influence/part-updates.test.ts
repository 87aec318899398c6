// Updates of single parts against networks that have only this update, without tying; estimates against finite differences of these.

import { beforeAll, describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { exactUpdates, type UpdatedLogits } from '../../../src/lenses/influence/step-update/part-updates.ts';
import { updateEstimates, updateParts } from '../../../src/lenses/influence/step-update/update-estimates.ts';
import { logSoftmax } from '../../../src/lenses/shared/divergence.ts';
import type { ActivationName } from '../../../src/model/architecture/activations.ts';
import { modelViews } from '../../../src/model/architecture/architecture.ts';
import type { ModelConfig } from '../../../src/model/architecture/config.ts';
import { normalize } from '../../../src/model/architecture/views/norm.ts';
import { viewNumbers } from '../../../src/model/architecture/views/views.ts';
import type { WeightValues } from '../../../src/model/architecture/weights.ts';
import { random } from '../../../src/shared/random.ts';
import { PART_CONFIGS, TINY_CONFIG, tinyModel } from '../../support/model/tiny-model.ts';

const IDS = [1, 7, 7, 4, 2];
const ANSWER = 6;
const DEVIATION = 0.02;
const CONFIGS = [
  ['GPT-2', TINY_CONFIG] as const,
  ['without MLPs', { ...TINY_CONFIG, mlpWidth: 0 }] as const,
  ...PART_CONFIGS,
];

/** The same numbers in a network whose unembedding is a table of its own. */
function untie(config: ModelConfig, values: WeightValues): Map<string, Float32Array> {
  const table = values.get(modelViews(config).unembedding.parameter) as Float32Array;
  return new Map([...values, [modelViews({ ...config, tied: false }).unembedding.parameter, table]]);
}

describe.each(CONFIGS)('the update of one part of %s', (_, config) => {
  const executor = new ReferenceExecutor();
  const model = tinyModel(executor, config);
  const stream = random(5, 'update');
  const before: WeightValues = model.values;
  const update = new Map(
    [...before].map(([name, values]) => [name, values.map(() => DEVIATION * stream.normal())]),
  );
  const after = new Map(
    [...before].map(([name, old]) => [name, old.map((x, i) => x + (update.get(name)?.[i] ?? 0))]),
  );
  const parts = updateParts(config, model.parameters);

  const untied = tinyModel(executor, { ...config, tied: false });
  const untiedParts = updateParts(untied.config, untied.parameters);
  /** A run at the last token of the untied network with `share` of the update of this part. */
  const run = async (part: number | undefined, share: number, names: ActivationName[] = ['logits']) => {
    const values = untie(config, before);
    const changes = untie(config, update);
    const changed = part === undefined ? [] : untiedParts[part].parameters;
    for (const { name } of changed)
      values.set(
        name,
        (values.get(name) as Float32Array).map((x, i) => x + share * (changes.get(name) as Float32Array)[i]),
      );
    untied.weights.set(values);
    const { activations } = await untied.inspector.run({
      ...{ B: 1, T: IDS.length, tokens: Int32Array.from(IDS), names },
    });
    return names.map((name) => {
      const { shape, data } = activations.get(name) ?? { shape: [0], data: new Float32Array() };
      return data.slice(-shape[shape.length - 1]);
    });
  };

  let updates: UpdatedLogits[];
  beforeAll(async () => {
    const changed = tinyModel(executor, config);
    updates = [];
    const models = { config, old: model.inspector, changed: changed.inspector, weights: changed.weights };
    for await (const each of exactUpdates(models, parts, [before, after], [[3, 3], IDS])) updates.push(each);
    expect(await changed.weights.get()).toEqual(await model.weights.get());
  });

  it('covers every weight, those of a tied table twice', () => {
    const names = parts.flatMap(({ parameters }) => parameters.map(({ name }) => name));
    expect(new Set(names)).toEqual(new Set(before.keys()));
    expect(names).toHaveLength(before.size + Number(config.tied));
    expect(parts.map(({ name }) => name)).toEqual(untiedParts.map(({ name }) => name));
  });

  it('changes the logits as in a network with this update alone', async () => {
    for (const [p, { base, whole }] of updates.entries()) {
      const [[old], [now]] = [await run(undefined, 1), await run(p, 1)];
      now.forEach((logit, token) => {
        expect(base[1][token]).toBeCloseTo(old[token], 5);
        expect(whole[1][token]).toBeCloseTo(logit, 5);
      });
    }
  });

  it('changes them directly by what it writes, read by the unembedding alone', async () => {
    const last = `blocks.${config.L - 1}.hook_resid_post` as const;
    const { unembedding, finalNorm } = modelViews(config);
    const U = viewNumbers(before, unembedding);
    for (const [p, { output = last }] of parts.slice(0, -1).entries()) {
      const [old, final] = await run(undefined, 1, [output, last]);
      const [now] = await run(p, 1, [output]);
      const normed = normalize(finalNorm, before)(final.map((x, c) => x + now[c] - old[c]));
      updates[p].direct[1].forEach((logit, token) => {
        const row = U.subarray(token * config.C, (token + 1) * config.C);
        expect(logit).toBeCloseTo(
          row.reduce((sum, x, c) => sum + x * normed[c], 0),
          4,
        );
      });
    }
  });

  it('is estimated by its derivative', async () => {
    const estimates = await updateEstimates(model.inspector, config, parts, update, {
      ids: IDS,
      answer: ANSWER,
    });
    const logP = async (part: number, share: number) => logSoftmax((await run(part, share))[0])[ANSWER];
    // Small, so that no ReLU changes its side.
    const step = 0.005;
    const slopes: number[] = [];
    for (const part of parts.keys())
      slopes.push(((await logP(part, step)) - (await logP(part, -step))) / (2 * step));
    const largest = Math.max(...slopes.map(Math.abs));
    slopes.forEach((slope, p) => {
      expect(Math.abs(estimates[p] - slope)).toBeLessThan(0.01 * largest);
    });
  });
});
