// What the command line tells of features, from a small network's own: learnt, listed, and one of them told in full.

import { expect, it } from 'vitest';
import { TABLE_LENSES } from '../../src/cli/lens-tables.ts';
import { WasmExecutor } from '../../src/kernels/backends/wasm/wasm-executor.ts';
import type { DictionaryResult, FeatureResult } from '../../src/workers/rpc/api/lab-api.ts';
import { createLab } from '../support/workers/lab-fixtures.ts';

it('tells features, those of a fact, and the card of one', async () => {
  const lab = await createLab(await WasmExecutor.create());
  const run = await lab.transformer.create({
    preset: 'facts',
    model: { L: 1, H: 2, C: 16, mlpWidth: 16, initStd: 0.3 },
  });
  const options = {
    layer: 0,
    count: 1,
    subject: 'Michael Jordan',
    relation: 'sport',
    backend: 'cpu' as const,
  };
  const tabulate = (more: object) =>
    TABLE_LENSES.features.run(
      (name, request) => lab.transformer.lens(name, request),
      { ...options, ...more },
      run,
    );

  const { feature } = ((await tabulate({})).result as DictionaryResult).summaries[0];
  const { result, lines } = await tabulate({ feature });
  const { fires, writes } = (result as { feature: FeatureResult }).feature;
  const at = lines.indexOf(`feature ${feature}`);
  const [listed, card] = [lines.slice(0, at), lines.slice(at)];
  // The list and the card count the same tokens.
  expect(listed.find((line) => line.startsWith(`${feature} `))).toContain(
    `${((100 * fires.active) / fires.places).toFixed(1)} %`,
  );
  expect(listed.some((line) => line.startsWith('for Michael Jordan'))).toBe(true);
  const [{ text, score }] = writes.promoted;
  expect(card.find((line) => line.startsWith(`${text} `))).toContain(score.toFixed(2));
  await lab.dispose();
});
