import { expect, test } from 'vitest';
import { decodeDataUrl } from '../../src/shared/data-url.ts';

test.each([
  ['data:application/wasm;base64,AGFzbQEAAAA=', [0, 97, 115, 109, 1, 0, 0, 0]],
  ['data:application/octet-stream;base64,', []],
  ['data:application/octet-stream;base64,//79AA==', [255, 254, 253, 0]],
  ['data:image/svg+xml;charset=utf-8,%3Cb%3E%E2%88%92,%3C/b%3E', [...new TextEncoder().encode('<b>−,</b>')]],
])('%s', (url, bytes) => {
  expect([...decodeDataUrl(url)]).toEqual(bytes);
});
