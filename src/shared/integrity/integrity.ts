// Files of the lab have digests made by its build: a file that differs from its digest is refused.

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

type Bytes = Uint8Array<ArrayBuffer>;

export class IntegrityError extends Error {
  /** @param file - the file as it begins a sentence */
  constructor(file: string) {
    super(
      `${file} arrived damaged or incomplete, not the file of this version: check the connection, then reload the page.`,
    );
  }
}

/** The body of a response. @throws IntegrityError if another file or a part of it arrives */
export async function readVerified({ body }: Response, digest: string, file: string): Promise<Bytes> {
  try {
    const content: ReadableStream<Bytes> = body ?? new Blob().stream();
    const verified = new Response(content.pipeThrough(verifyIntegrity(digest, file)));
    return new Uint8Array(await verified.arrayBuffer());
  } catch {
    throw new IntegrityError(file);
  }
}

/**
 * Passes a file through, and fails at its end if its SHA-256 differs.
 *
 * @param digest - in hexadecimal
 * @param file - the file as it begins a sentence
 */
export function verifyIntegrity(digest: string, file: string): TransformStream<Bytes, Bytes> {
  // Not `crypto.subtle`: it needs a whole file, and pages without https lack it.
  const hash = sha256.create();
  return new TransformStream({
    transform(chunk, controller) {
      hash.update(chunk);
      controller.enqueue(chunk);
    },
    flush() {
      if (bytesToHex(hash.digest()) !== digest) throw new IntegrityError(file);
    },
  });
}
