// The command line's table of a sparse autoencoder: its features, those of a fact, and one of them in full.

import { expect, it } from 'vitest';
import { WasmExecutor } from '../../../../src/kernels/backends/wasm/wasm-executor.ts';
import type { LensOutput, LensQuery } from '../../../../src/lenses/shared/lens-table.ts';
import { planRun } from '../../../../src/model/training/run-plan.ts';
import { parseWithSchema } from '../../../../src/shared/validation.ts';
import { LENSES, type LensName } from '../../../../src/workers/requests/lens-requests.ts';
import type { DictionaryResult, FeatureResult } from '../../../../src/workers/rpc/api/lab-api.ts';
import { createLab } from '../../../support/workers/lab-fixtures.ts';

it('lists features, the features of a fact, and one feature in full', async () => {
  const lab = await createLab(await WasmExecutor.create());
  const run = await lab.transformer.create({
    preset: 'facts',
    model: { L: 1, H: 2, C: 16, mlpWidth: 16, initStd: 0.3 },
  });
  const { name, table } = LENSES['sparse-autoencoder'];
  const query: LensQuery = (lens, request) =>
    lab.transformer.lens(lens.name as LensName, request as never) as Promise<never>;
  const tabulate = async (more: object): Promise<LensOutput> => {
    const options = { layer: 0, count: 1, subject: 'Michael Jordan', relation: 'sport', ...more };
    if (!table) throw new Error('The lens has no table.');
    const result = await lab.transformer.lens(name, table.toRequest(options, run));
    return (await table.format(result, options, query)) as LensOutput;
  };

  const dictionary = (await tabulate({})).result as DictionaryResult;
  const { feature } = dictionary.summaries[0];
  // Other rows and answers have numbers of their own, not those of the tokens that the autoencoder was trained on.
  const shares = [dictionary.explained, dictionary.explainedBeside, dictionary.explainedAtAnswers];
  expect(new Set(shares).size).toBe(3);
  for (const share of shares) expect(share).toBeLessThanOrEqual(1);
  expect(dictionary.facts?.withNeuronByChance).toBeGreaterThanOrEqual(0);
  const { result, lines } = await tabulate({ feature });
  const { fires, writes } = (result as { feature: FeatureResult }).feature;
  const at = lines.indexOf(`feature ${feature}`);
  const [list, card] = [lines.slice(0, at), lines.slice(at)];
  // The list and the card count the same tokens.
  expect(list.find((line) => line.startsWith(`${feature} `))).toContain(
    `${((100 * fires.active) / fires.places).toFixed(1)} %`,
  );
  expect(list.some((line) => line.startsWith('for Michael Jordan'))).toBe(true);
  const [{ text, score }] = writes.promoted;
  expect(card.find((line) => line.startsWith(`${text} `))).toContain(score.toFixed(2));
  await lab.dispose();
});

it('asks for no more features than there may be, whatever the width of the MLP', () => {
  const { table, request } = LENSES['sparse-autoencoder'];
  const model = { ...planRun({ preset: 'facts' }).config, mlpWidth: 3072 };
  const asked = table?.toRequest({ layer: 0 }, { vocabulary: [], model });
  expect(parseWithSchema(request, asked, 'request').features).toBe(4096);
});
