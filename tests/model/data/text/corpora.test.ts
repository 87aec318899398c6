// The packed corpora: sizes, texts, and files that are none.
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { openCorpus } from '../../../../src/cli/shared/corpora.ts';
import {
  type CorpusOpener,
  corpusText,
  loadCorpus,
  unloadCorpora,
} from '../../../../src/model/data/text/corpora.ts';
import { text } from '../../../../src/model/data/text/text.ts';
import { planRun, runProblems } from '../../../../src/model/training/run-plan.ts';
import type { JobProgress } from '../../../../src/shared/job.ts';
import { CORPORA, CORPUS_NAMES } from '../../../../src/shared/settings/corpora.ts';

beforeAll(unloadCorpora); // test files share modules
afterEach(unloadCorpora);

const stream = (bytes: Uint8Array<ArrayBuffer>) =>
  new Blob([bytes]).stream() as ReadableStream<Uint8Array<ArrayBuffer>>;

test.each(CORPUS_NAMES)('%s has the sizes that the page shows, and a text without damage', async (name) => {
  const packed = new Uint8Array(await new Response(await openCorpus(name)).arrayBuffer());
  expect(packed.length).toBe(CORPORA[name].packedBytes);
  const reports: JobProgress[] = [];
  await loadCorpus(
    name,
    async () => stream(packed),
    (progress) => reports.push(progress),
  );
  const source = corpusText(name);
  expect(new TextEncoder().encode(source).length).toBe(CORPORA[name].bytes);
  expect(source).not.toMatch(/\uFFFD|\r/);
  expect(reports.at(-1)).toEqual({
    label: 'bytes read',
    done: CORPORA[name].bytes,
    total: CORPORA[name].bytes,
  });
});

test('the texts are what they are called', async () => {
  for (const name of CORPUS_NAMES) await loadCorpus(name, openCorpus);
  expect(corpusText('moby-dick')).toMatch(/^CHAPTER 1\. Loomings\.\n\nCall me Ishmael\./);
  expect(corpusText('state-of-the-union')).toMatch(
    /^Harry S Truman, 1946\n\n.*\n\nJoseph R Biden, 2021\n\n[^\n]+\n$/s,
  );
  expect(corpusText('world-factbook')).toMatch(/^Afghanistan\n\nBackground: .*\n\nZimbabwe\n\nBackground: /s);
});

test('a corpus is a data set whose last tenth is held out, with any tokenizer', async () => {
  await loadCorpus('world-factbook', openCorpus);
  const { tokenizer, description, statistics, batch } = text({ corpus: 'world-factbook' });
  expect(description).toMatch(/^World Factbook: portraits of countries/);
  expect(statistics[2].value).toBe(Math.floor(corpusText('world-factbook').length / 10));
  const { tokens } = batch({ split: 'train', step: 0, seed: 0, B: 1, T: 40 });
  expect(corpusText('world-factbook')).toContain(tokenizer.decode(tokens));
  const pairs = text({ corpus: 'world-factbook', tokenizer: 'byte-pair', vocabularySize: 300 });
  expect(pairs.tokenizer.vocabulary).toHaveLength(300);
});

test('refuses a corpus that is not loaded, unknown, beside a text or for another preset', async () => {
  const problemsOf = (settings: object) => runProblems({ preset: 'text', ...settings });
  expect(problemsOf({ corpus: 'moby-dick' })).toEqual([
    { field: 'corpus', message: 'corpus: the text of Moby-Dick is not loaded.' },
  ]);
  expect(problemsOf({ corpus: 'hamlet' })[0].message).toMatch(/^corpus is hamlet; it can be moby-dick, /);
  expect(problemsOf({ corpus: 'moby-dick', text: 'a b c' })).toEqual([
    { field: 'corpus', message: 'corpus is moby-dick, and a text is given too; leave one out.' },
  ]);
  expect(() => planRun({ preset: 'facts', corpus: 'moby-dick' })).toThrow(/'corpus' needs the preset 'text'/);
});

test('a damaged, short, long or other file is refused, and the next request tries again', async () => {
  const packed = new Uint8Array(await new Response(await openCorpus('world-factbook')).arrayBuffer());
  const flipped = packed.slice();
  flipped[1000] ^= 1;
  const size = CORPORA['world-factbook'].bytes;
  const files = [
    flipped,
    packed.slice(0, 100_000),
    new TextEncoder().encode('<!doctype html>'),
    new Uint8Array(gzipSync('a'.repeat(size - 1))),
    new Uint8Array(gzipSync('a'.repeat(size + 1))),
  ];
  for (const file of files) {
    const open: CorpusOpener = async () => stream(file);
    await expect(loadCorpus('world-factbook', open)).rejects.toThrow(
      'The file of World Factbook arrived damaged or incomplete, not the file of this version: check the connection, then reload the page.',
    );
  }
  await loadCorpus('world-factbook', openCorpus);
  expect(corpusText('world-factbook')).toHaveLength(1_120_467);
});
