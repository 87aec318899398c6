// Runs on corpora: loaded when they are chosen, shared by requests, and again by a run that is opened.
import { afterEach, beforeAll, expect, test } from 'vitest';
import { openCorpus } from '../../../../src/cli/shared/corpora.ts';
import { type CorpusOpener, unloadCorpora } from '../../../../src/model/data/text/corpora.ts';
import type { JobProgress } from '../../../../src/shared/job.ts';
import type { Lab } from '../../../../src/workers/session/lab.ts';
import { createLab } from '../../../support/workers/lab-fixtures.ts';

const SETTINGS = {
  preset: 'text',
  corpus: 'world-factbook',
  model: { L: 1, H: 1, C: 16, T: 8, mlpWidth: 16 },
  training: { B: 2, steps: 3 },
} as const;

let opened: string[] = [];
const labs: Lab[] = [];

const countingOpener: CorpusOpener = (name) => {
  opened.push(name);
  return openCorpus(name);
};

async function labWith(open: CorpusOpener = countingOpener): Promise<Lab> {
  const lab = await createLab(undefined, undefined, {}, open);
  labs.push(lab);
  return lab;
}

beforeAll(unloadCorpora); // test files share modules

afterEach(async () => {
  opened = [];
  for (const lab of labs.splice(0)) await lab.dispose();
});

test('concurrent requests share one file, with progress; a comparison finds it loaded', async () => {
  const lab = await labWith();
  await lab.transformer.create({ preset: 'text' });
  expect(opened).toEqual([]);
  const reports: JobProgress[] = [];
  const [problems, costs, info] = await Promise.all([
    lab.transformer.problems(SETTINGS),
    lab.transformer.costs(SETTINGS),
    lab.transformer.create(SETTINGS, (progress) => reports.push(progress) > 0),
  ]);
  expect(problems).toEqual([]);
  expect(costs?.config.V).toBe(info.model.V);
  expect(info.description).toMatch(/^World Factbook: /);
  expect(reports.map(({ label }) => label)).toContain('bytes read');
  await lab.comparison.create({ variants: [SETTINGS, { ...SETTINGS, training: { B: 4, steps: 3 } }] });
  expect(opened).toEqual(['world-factbook']);
});

test('a saved run holds the name of its corpus, and loads it when it is opened', async () => {
  const first = await labWith();
  await first.transformer.create(SETTINGS);
  await first.transformer.step();
  const file = await first.transformer.save();
  expect(Buffer.from(file).includes('Ahmad Shah DURRANI')).toBe(false);
  await first.dispose();
  opened = [];
  const second = await labWith();
  const { settings } = await second.transformer.open(file.slice());
  expect(settings.corpus).toBe('world-factbook');
  await second.transformer.openFiles([new File([file], 'run.safetensors')]);
  await second.transformer.train();
  expect(opened).toEqual(['world-factbook']);
});

test('a corpus that does not arrive is an error, and the model stays', async () => {
  const lab = await labWith(() => Promise.reject(new Error('No network.')));
  const { model } = await lab.transformer.create({ preset: 'text' });
  expect(await lab.transformer.problems(SETTINGS)).toEqual([{ message: 'No network.' }]);
  await expect(lab.transformer.create(SETTINGS)).rejects.toThrow('No network.');
  expect((await lab.transformer.reset()).model).toEqual(model);
});

test('a request stops while a corpus is loaded; the next one shares the file', async () => {
  const lab = await labWith();
  await expect(lab.transformer.create(SETTINGS, () => false)).rejects.toThrow('The job was stopped');
  await lab.transformer.create(SETTINGS);
  expect(opened).toEqual(['world-factbook']);
});
