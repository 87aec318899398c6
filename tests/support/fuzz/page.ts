// External data of the page: its URL, model URLs, imported notes, and stored values.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseModelSource } from '../../../src/downloads/model-source.ts';
import { parseManifest } from '../../../src/shared/model-manifest.ts';
import { formatNotes, parseNotes } from '../../../src/ui/state/notes/notes-markdown.ts';
import { readOldNotes } from '../../../src/ui/state/notes/old-notes.ts';
import { formatPage, parsePage } from '../../../src/ui/state/page/page-url.ts';
import { parseCourse } from '../../../src/ui/state/progress/course-state.ts';
import { applyMutation, cut, cutText, fuzz, mutation, resultOrUserError, unexpectedValue } from './fuzz.ts';

const NAMES =
  'view chapter at find theme preset weights prompt layer head token orientation tokenizer vocabularySize L H C T mlpWidth ' +
  'activation tied initStd B steps learningRate seed show.panel with.word show.__proto__ __proto__ constructor x';
const VALUES =
  'chapter train facts text 1 0 7 0.5 1e308 1e999 -1 NaN Infinity yes no gelu trained fresh byte-pair dark %00 %ff ' +
  '%F0%9F %E2%80%AE <script> ../../etc 999999999999999999999 1e-320';

const entry = fc.tuple(
  fc.oneof(fc.constantFrom(...NAMES.split(' ')), fc.string({ maxLength: 12 })),
  fc.oneof(
    fc.constantFrom(...VALUES.split(' ')),
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.double().map(String),
    fc.constant('9'.repeat(5000)),
  ),
);
const hash = fc.oneof(
  fc.array(entry, { maxLength: 12 }).map((entries) => `#${entries.map((pair) => pair.join('=')).join('&')}`),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

/** A parsed value survives a round trip without warnings. */
function roundTripsHash(hash: string): void {
  const { page, problems } = parsePage(hash);
  expect(problems.length).toBeLessThanOrEqual(8);
  for (const problem of problems) expect(problem.length).toBeLessThan(300);
  const written = formatPage(page);
  expect(parsePage(written)).toEqual({ page: inItsView(page), problems: [] });
}

/** Outside a chapter the URL has neither a time nor stage settings. */
function inItsView(page: ReturnType<typeof parsePage>['page']) {
  return page.view === 'chapter' ? page : { ...page, chapter: 1, at: 0 };
}

const LAB = 'https://lab.example/some/path/';
const ADDRESS_PARTS =
  'https:// http:// // / .. ./ : @ # ? % \\ huggingface.co huggingface.co. hf.co lab.example evil.example me:secret@ :443 ' +
  'openai-community/gpt2 gpt2 /resolve/main/ /blob/ /tree/ model.safetensors .safetensors tokenizer.json javascript: data: ' +
  'blob: file:/// %2F %2e%2e %00 %E2%80%AE xn-- 127.0.0.1 [::1] \t';
const address = fc.oneof(
  fc
    .array(fc.oneof(fc.constantFrom(...ADDRESS_PARTS.split(' ')), fc.string({ maxLength: 6 })), {
      maxLength: 8,
    })
    .map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
);

/** Only the two allowed hosts are requested, only for these files, and without credentials. */
function requestsOnlyAllowedHosts(text: string): void {
  const wanted = resultOrUserError(() => parseModelSource(text, LAB));
  if (!wanted) return;
  const [config, tokenizer, weights] = wanted.files.map(({ url }) => new URL(url));
  for (const { origin, host, username, password, search, hash } of [config, tokenizer, weights]) {
    expect(['https://huggingface.co', 'https://lab.example']).toContain(origin);
    expect([host, username, password, search, hash]).toEqual([wanted.host, '', '', '', '']);
  }
  expect(weights.pathname).toMatch(/\.safetensors$/i);
  expect(weights.href).toBe(wanted.id);
  if (wanted.host === 'huggingface.co')
    expect(weights.pathname).toMatch(/^\/[\w.-]+\/[\w.-]+\/resolve\/[\w.-]+(\/[\w.-]+)+$/);
  // A listed model can be selected again, with the same result.
  expect(parseModelSource(wanted.id, LAB)).toEqual(wanted);
}

const CHAPTER = { number: 6, title: 'Attention', videoId: 'abc', duration: 1570 };
const [NOTES] = formatNotes(
  [CHAPTER],
  [
    { chapter: 6, at: 1, text: 'one\n\nline' },
    { chapter: 6, at: 600, text: 'two\n\n![x](data:image/webp;base64,AAAA)' },
    { chapter: 6, at: 1570, text: '- [1:00] three' },
  ],
);
const junk = fc.oneof(
  fc.constantFrom(
    '\n',
    '- [9:99]',
    '- [1:00](',
    '  ![x](data:image/svg+xml;base64,AA==)',
    '# Notes on chapter 5',
    '\r',
    '<b>',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

const COURSE = {
  notes: { 6: [{ at: 5, text: 'good', picture: 'p' }], 1: [{ at: 1, text: 'x' }] },
  seen: { 6: [0, 1] },
  last: { chapter: 6, at: 5 },
};
const MODEL = {
  preset: 'facts',
  file: 'facts.safetensors',
  command: 'x',
  seed: 0,
  steps: 1,
  engine: 'x',
  bytes: 1,
  sha256: 'a'.repeat(64),
  validationLoss: 1,
  measures: [{ name: 'recall', value: 1, heldOut: 1, count: 1 }],
};
const changes = fc.array(mutation, { maxLength: 3 });

export function fuzzPage(cases: number): void {
  describe(`the page, ${cases} cases each`, () => {
    it('reads any address', () => {
      fuzz(cases, hash, roundTripsHash);
    });

    it('requests models only from allowed hosts', () => {
      fuzz(cases, address, requestsOnlyAllowedHosts);
    });

    it('imports notes, or refuses them', () => {
      const cuts = fc.array(cut, { maxLength: 5 });
      fuzz(cases, fc.tuple(cuts, junk), ([cuts, junk]) => {
        const notes = resultOrUserError(() => parseNotes([CHAPTER], cutText(NOTES, cuts, junk)));
        if (!notes) return;
        for (const { at, text, images } of notes) {
          expect(at).toBeLessThanOrEqual(599_999);
          expect(text + images).not.toBe('');
        }
        const texts = notes.filter(({ text }) => text !== '').map((note) => ({ ...note, images: [] }));
        const files = formatNotes([CHAPTER], texts);
        expect(files.flatMap((file) => parseNotes([CHAPTER], file))).toEqual(texts);
      });
    });

    it('reads only valid stored values', () => {
      const text = fc.oneof(
        changes.map((list) => JSON.stringify(list.reduce(applyMutation, COURSE as unknown)) ?? ''),
        unexpectedValue.map((value) => JSON.stringify(value) ?? ''),
        fc
          .tuple(fc.array(cut, { maxLength: 4 }), junk)
          .map(([cuts, junk]) => cutText(JSON.stringify(COURSE), cuts, junk)),
      );
      fuzz(cases, text, (text) => {
        const state = parseCourse(text);
        expect(parseCourse(JSON.stringify(state))).toEqual(state);
        for (const note of readOldNotes(state.notes).notes) {
          expect(Number.isSafeInteger(note.at)).toBe(true);
          expect(note.text).not.toBe('');
        }
      });
    });

    it('reads a list of trained models, or refuses it', () => {
      fuzz(cases, changes, (list) => {
        const models = resultOrUserError(() =>
          parseManifest(list.reduce(applyMutation, { models: [MODEL] } as unknown)),
        );
        for (const { file, sha256 } of models ?? []) {
          expect(file).toMatch(/^[a-z0-9-]+\.safetensors$/);
          expect(sha256).toMatch(/^[0-9a-f]{64}$/);
        }
      });
    });
  });
}
