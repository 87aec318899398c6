// Workbox's hooks on intact, damaged and unreadable files.

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { IntegrityCheck, subresourceIntegrity } from '../../src/offline/integrity-check.ts';

const URL_OF_MODEL = 'https://example.org/models/facts.safetensors';
const request = new Request(`${URL_OF_MODEL}?revision=1`);
const sha256 = createHash('sha256').update('weights');
const integrity = sha256.copy().digest('base64');
const digest = sha256.digest('hex');
const createCheck = () => new IntegrityCheck(new Map([[URL_OF_MODEL, digest]]));
const unreadable = () =>
  new Response(new ReadableStream({ start: (controller) => controller.error(new Error('disk')) }));

test('an intact file is used and cached', async () => {
  const check = createCheck();
  const cachedResponse = new Response('weights');
  expect(await check.cachedResponseWillBeUsed({ request, cachedResponse })).toBe(cachedResponse);
  const response = new Response('weights');
  expect(await check.cacheWillUpdate({ request, response })).toBe(response);
  expect(check.takeDamaged()).toEqual([]);
});

test.each([
  ['damaged', () => new Response('<p>Sign in</p>')],
  ['unreadable', unreadable],
])('a file that is %s is neither used nor cached, and reported once', async (_, create) => {
  const check = createCheck();
  expect(await check.cachedResponseWillBeUsed({ request, cachedResponse: create() })).toBeUndefined();
  expect(await check.cacheWillUpdate({ request, response: create() })).toBeNull();
  expect(check.takeDamaged()).toEqual([URL_OF_MODEL]);
  expect(check.takeDamaged()).toEqual([]);
});

test('the digest as an `integrity` is base64', () => {
  expect(subresourceIntegrity(digest)).toBe(`sha256-${integrity}`);
});
