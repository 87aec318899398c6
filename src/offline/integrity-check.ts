// Workbox's hooks that compare responses with the digests made by the build.

import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

interface CachedResponse {
  readonly request: Request;
  readonly cachedResponse?: Response;
}

export class IntegrityCheck {
  /** By URL without a query, in hexadecimal. */
  readonly #digests: ReadonlyMap<string, string>;
  readonly #damaged = new Set<string>();

  constructor(digests: ReadonlyMap<string, string>) {
    this.#digests = digests;
  }

  /** Passes over a damaged file, which is fetched again then. It stays until it is replaced, so that a later visit finds it. */
  readonly cachedResponseWillBeUsed = async ({ request, cachedResponse }: CachedResponse) => {
    if (!cachedResponse || (await this.#isIntact(request, cachedResponse))) return cachedResponse;
    this.#damaged.add(request.url.split('?')[0]);
  };

  /** Refuses a damaged file; the page, which receives it, refuses it as well. */
  readonly cacheWillUpdate = async ({ request, response }: { request: Request; response: Response }) =>
    response.status === 200 && (await this.#isIntact(request, response)) ? response : null;

  /** URLs of the cached files that were found damaged since the last call. */
  takeDamaged(): string[] {
    const urls = [...this.#damaged];
    this.#damaged.clear();
    return urls;
  }

  async #isIntact({ url }: Request, response: Response): Promise<boolean> {
    try {
      const hash = await crypto.subtle.digest('SHA-256', await response.clone().arrayBuffer());
      return bytesToHex(new Uint8Array(hash)) === this.#digests.get(url.split('?')[0]);
    } catch {
      return false; // the disk or the connection failed
    }
  }
}

/** A SHA-256 in hexadecimal, as the `integrity` of a request wants it. */
export function subresourceIntegrity(digest: string): string {
  return `sha256-${btoa(String.fromCharCode(...hexToBytes(digest)))}`;
}
