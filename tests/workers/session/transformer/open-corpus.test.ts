// The corpora as they arrive from a host.
import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { corpusText, loadCorpus, unloadCorpora } from '../../../../src/model/data/text/corpora.ts';
import { openCorpus } from '../../../../src/workers/session/transformer/open-corpus.ts';

afterEach(unloadCorpora);

const packed = (name: string) => readFileSync(`src/model/data/text/corpora/${name}.bin`);

/** Loads the World Factbook from a host with this answer. */
function load(answer: () => Response | Promise<never>): Promise<void> {
  vi.stubGlobal('fetch', async () => answer());
  return loadCorpus('world-factbook', openCorpus);
}

test('opens the file of this version', async () => {
  await load(() => new Response(packed('world-factbook')));
  expect(corpusText('world-factbook')).toMatch(/^Afghanistan\n/);
});

test('refuses another text, a login page and a part of the file, each in the same sentence', async () => {
  for (const body of [packed('moby-dick'), '<!doctype html>', packed('world-factbook').subarray(0, 200_000)])
    await expect(load(() => new Response(body))).rejects.toThrow(
      'The file of World Factbook arrived damaged or incomplete, not the file of this version',
    );
});

test('names what could not be fetched', async () => {
  for (const answer of [() => Response.error(), () => Promise.reject(new TypeError('Failed to fetch'))])
    await expect(load(answer)).rejects.toThrow(
      'The text of World Factbook could not be fetched. Check the connection and try again.',
    );
});
