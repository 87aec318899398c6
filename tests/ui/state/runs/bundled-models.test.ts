// Fetching the trained models: once the list, by another address each new file, and a sentence where it fails.

import { expect, test, vi } from 'vitest';
import manifest from '../../../../public/models/manifest.json';
import { parseManifest } from '../../../../src/shared/model-manifest.ts';
import { BundledModels } from '../../../../src/ui/state/runs/bundled-models.ts';

const jsonResponse = (body: unknown) => new Response(JSON.stringify(body));

test('the list is fetched once, a file by its name and hash', async () => {
  const get = vi.fn(async (address: RequestInfo | URL) =>
    String(address).endsWith('.json') ? jsonResponse(manifest) : new Response(new Uint8Array([1, 2])),
  );
  const models = new BundledModels(get);
  const [[first]] = await Promise.all([models.list(), models.list()]);
  expect(await models.read(first)).toEqual(new Uint8Array([1, 2]));
  expect(get.mock.calls.map(([address]) => address)).toEqual([
    'models/manifest.json',
    `models/${first.file}?${first.sha256.slice(0, 16)}`,
  ]);
});

test('a refusal and a lost network are told, and the next call tries again', async () => {
  const get = vi
    .fn()
    .mockResolvedValueOnce(new Response('', { status: 404 }))
    .mockRejectedValueOnce(new TypeError('Failed to fetch'))
    .mockResolvedValueOnce(jsonResponse(manifest));
  const models = new BundledModels(get);
  await expect(models.list()).rejects.toThrow('The trained model could not be fetched (404).');
  await expect(models.list()).rejects.toThrow('The trained model could not be fetched (no network).');
  expect(await models.list()).toHaveLength(manifest.models.length);
});

test('a list that is a megabyte of something else is told in a sentence', () => {
  expect(() => parseManifest({ models: 'x'.repeat(1e6) })).toThrow(/^.{1,250}$/);
});

test('a host that answers everything with its page has no list', async () => {
  const models = new BundledModels(async () => new Response('<!doctype html>'));
  await expect(models.list()).rejects.toThrow(
    'The list of trained models is not valid: another file was fetched in its place.',
  );
});

test('a list that is none names what is wrong', () => {
  const [first] = manifest.models;
  expect(() => parseManifest({ models: [{ ...first, file: '../secret' }] })).toThrow(
    /^The list of trained models is invalid at 'models.0.file': /,
  );
});
