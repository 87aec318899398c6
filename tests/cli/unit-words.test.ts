// What the command line tells of features, from a small network's own: learnt, listed, and one of them told in full.

import { expect, it } from 'vitest';
import { TOLD_LENSES } from '../../src/cli/lens-words.ts';
import { WasmExecutor } from '../../src/kernels/cpu/wasm-executor.ts';
import type { DictionaryReading, FeatureReading } from '../../src/workers/lab-api.ts';
import { labOn } from '../support/labs.ts';

it('tells features, those of a fact, and the card of one', async () => {
  const lab = await labOn(await WasmExecutor.create());
  const run = await lab.create({ preset: 'facts', model: { L: 1, H: 2, C: 16, mlpWidth: 16, initStd: 0.3 } });
  const options = {
    layer: 0,
    count: 1,
    subject: 'Michael Jordan',
    relation: 'sport',
    backend: 'cpu' as const,
  };
  const tell = (more: object) =>
    TOLD_LENSES.features.look((name, asks) => lab.lens(name, asks), { ...options, ...more }, run);

  const { feature } = ((await tell({})).reading as DictionaryReading).summaries[0];
  const { reading, lines } = await tell({ feature });
  const { fires, writes } = (reading as { feature: FeatureReading }).feature;
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
