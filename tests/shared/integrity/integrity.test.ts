// Digests of files against Node's, by the size of their chunks.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { IntegrityError, verifyIntegrity } from '../../../src/shared/integrity/integrity.ts';

const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => (i * i) % 251);
const digest = createHash('sha256').update(bytes).digest('hex');

async function verify(content: Uint8Array<ArrayBuffer>, chunkSize: number): Promise<Uint8Array> {
  const chunks = Array.from({ length: Math.ceil(content.length / chunkSize) }, (_, i) =>
    content.slice(i * chunkSize, (i + 1) * chunkSize),
  );
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  return new Uint8Array(
    await new Response(source.pipeThrough(verifyIntegrity(digest, 'The file'))).arrayBuffer(),
  );
}

test.each([1_000, 65_536, 200_000])('a file in chunks of %i bytes passes unchanged', async (chunkSize) => {
  expect(await verify(bytes, chunkSize)).toEqual(bytes);
});

test('a flipped bit, a missing and an additional byte, and an empty file are refused', async () => {
  const flipped = bytes.slice();
  flipped[150_000] ^= 1;
  for (const content of [flipped, bytes.slice(1), Uint8Array.of(...bytes.slice(0, 9)), new Uint8Array(0)])
    await expect(verify(content, 65_536)).rejects.toThrow(IntegrityError);
});
