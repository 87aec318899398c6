// Downloads of bundled models.

import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import manifest from '../../../../public/models/manifest.json';
import { parseManifest } from '../../../../src/shared/model-manifest.ts';
import { BundledModels, fetchModel } from '../../../../src/ui/state/runs/bundled-models.ts';

const PAGE = 'https://lab.test/page/index.html';
const jsonResponse = (body: unknown) => new Response(JSON.stringify(body));

test('fetches the manifest once, and a file by name and hash', async () => {
  const get = vi.fn(async (address: RequestInfo | URL) =>
    String(address).endsWith('.json') ? jsonResponse(manifest) : new Response(new Uint8Array([1, 2])),
  );
  const models = new BundledModels(get, PAGE);
  const [[listed]] = await Promise.all([models.list(), models.list()]);
  const first = {
    ...listed,
    sha256: createHash('sha256')
      .update(new Uint8Array([1, 2]))
      .digest('hex'),
  };
  expect(await models.read(first)).toEqual(new Uint8Array([1, 2]));
  expect(get.mock.calls.map(([address]) => address)).toEqual([
    'models/manifest.json',
    `models/${first.file}?${first.sha256.slice(0, 16)}`,
  ]);
});

test('rejects on HTTP and network errors, and retries on the next call', async () => {
  const get = vi
    .fn()
    .mockResolvedValueOnce(new Response('', { status: 404 }))
    .mockRejectedValueOnce(new TypeError('Failed to fetch'))
    .mockResolvedValueOnce(jsonResponse(manifest));
  const models = new BundledModels(get, PAGE);
  await expect(models.list()).rejects.toThrow('The trained model could not be fetched (404).');
  await expect(models.list()).rejects.toThrow('The trained model could not be fetched (no network).');
  expect(await models.list()).toHaveLength(manifest.models.length);
});

test.each([
  ['with another digest', () => new Response(new Uint8Array([1, 2]))],
  ['that is a login page', () => new Response('<!doctype html>')],
  ['without content', () => new Response(null)],
  ['whose end is missing', () => new Response(brokenStream())],
])('refuses a file %s in one sentence', async (_, response) => {
  const [model] = parseManifest(manifest);
  await expect(new BundledModels(async () => response(), PAGE).read(model)).rejects.toThrow(
    'The trained model facts.safetensors arrived damaged or incomplete, not the file of this version: check the connection, then reload the page.',
  );
});

test('the recorded history is fetched from the folder of its model, and none for a model without one', async () => {
  const bytes = new TextEncoder().encode('{"checkpoints":[]}');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const get = vi.fn(async () => new Response(bytes));
  const models = new BundledModels(get, PAGE);
  const [{ history: _, ...model }] = parseManifest(manifest);
  expect(await models.readHistory(model)).toBeUndefined();
  expect(await models.readHistory({ ...model, history: { bytes: bytes.length, sha256 } })).toEqual({
    history: '{"checkpoints":[]}',
    folder: 'https://lab.test/page/models/facts/',
  });
  expect(get.mock.calls).toEqual([[`models/facts/history.json?${sha256.slice(0, 16)}`, expect.anything()]]);
});

test.each([
  [
    'damaged',
    () => new Response('another file'),
    'arrived damaged or incomplete, not the file of this version',
  ],
  [
    'missing',
    () => new Response('', { status: 404 }),
    'could not be fetched (404). The model is open without',
  ],
])('with a %s history the model opens without it, and says so', async (_, answer, sentence) => {
  const file = new Uint8Array([1, 2]);
  const sha256 = createHash('sha256').update(file).digest('hex');
  const get = async (address: RequestInfo | URL) =>
    String(address).includes('history') ? answer() : new Response(file);
  const model = { ...parseManifest(manifest)[0], sha256, history: { bytes: 3, sha256 } };
  const session = { open: vi.fn(async () => {}), openRecorded: vi.fn(async () => {}) };
  const { openIn, problem } = await fetchModel(new BundledModels(get, PAGE), model);
  await openIn(session);
  expect(session.open).toHaveBeenCalledWith(file);
  expect(session.openRecorded).not.toHaveBeenCalled();
  expect(problem).toContain(`The recorded training of facts ${sentence}`);
});

/** A connection that breaks off. */
const brokenStream = () =>
  new ReadableStream({
    pull(controller) {
      controller.enqueue(new Uint8Array([1]));
      controller.error(new TypeError('network error'));
    },
  });

test('a manifest of a megabyte gives a short message', () => {
  expect(() => parseManifest({ models: 'x'.repeat(1e6) })).toThrow(/^.{1,250}$/);
});

test('rejects HTML in place of the manifest', async () => {
  const models = new BundledModels(async () => new Response('<!doctype html>'), PAGE);
  await expect(models.list()).rejects.toThrow(
    'The list of trained models is invalid: the response is not a manifest.',
  );
});

test('names the invalid key of a manifest', () => {
  const [first] = manifest.models;
  expect(() => parseManifest({ models: [{ ...first, file: '../secret' }] })).toThrow(
    /^The list of trained models is invalid at 'models.0.file': /,
  );
});
