// Text files: binary files and files over the limit are rejected with an error that names the file.
import { expect, test } from 'vitest';
import { readTextFile } from '../../../src/ui/files/text-file.ts';

test('returns the text unchanged', async () => {
  expect(await readTextFile(new File(['é\n'], 'a.txt'), 10)).toBe('é\n');
});

test('rejects bytes that are not UTF-8', async () => {
  const picture = new File([Uint8Array.of(0xff, 0xd8, 0xff)], 'cat.jpg');
  await expect(readTextFile(picture, 10)).rejects.toThrow(
    'cat.jpg is not UTF-8 text: save it as plain text first.',
  );
});

test('rejects a file over the limit before it is read', async () => {
  const large = {
    name: 'all.txt',
    size: 2 ** 31,
    arrayBuffer: () => Promise.reject(new Error('it was read')),
  };
  await expect(readTextFile(large as unknown as File, 8e6)).rejects.toThrow(
    /^all.txt is 2\.1.GB; the limit is 8\.0.MB\.$/,
  );
});
