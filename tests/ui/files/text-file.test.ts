// A file that should be text: a picture, or one larger than can be used, is refused by its name before it is read.
import { expect, test } from 'vitest';
import { readTextFile } from '../../../src/ui/files/text-file.ts';

test('a text comes as it is', async () => {
  expect(await readTextFile(new File(['é\n'], 'a.txt'), 10)).toBe('é\n');
});

test('what is no UTF-8 is refused', async () => {
  const picture = new File([Uint8Array.of(0xff, 0xd8, 0xff)], 'cat.jpg');
  await expect(readTextFile(picture, 10)).rejects.toThrow(
    'cat.jpg is not plain text in UTF-8: save it as text first.',
  );
});

test('what is too large is not even read', async () => {
  const large = {
    name: 'all.txt',
    size: 2 ** 31,
    arrayBuffer: () => Promise.reject(new Error('it was read')),
  };
  await expect(readTextFile(large as unknown as File, 8e6)).rejects.toThrow(
    /^all.txt is 2\.1.GB; at most 8\.0.MB can be used here\.$/,
  );
});
