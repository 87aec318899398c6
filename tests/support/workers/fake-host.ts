// A fake file host behind `fetch`: range requests, lost connections, changed files, invalid responses.

/** Bytes of one chunk of a body. */
const CHUNK = 100;

export class FakeHost {
  /** By URL. */
  readonly files = new Map<string, { bytes: Uint8Array<ArrayBuffer>; tag?: string; type?: string }>();
  /** Requests in order. */
  readonly requests: { url: string; range: string | null; options: RequestInit }[] = [];
  /** Bytes of a body after which the connection fails. */
  disconnectAfter = Number.POSITIVE_INFINITY;
  /** Called after each chunk of a body. */
  onChunk: (sent: number) => void = () => {};
  supportsRanges = true;
  sendsContentRange = true;
  isOnline = true;
  /** Replaces the host's responses. */
  respondInstead?: (url: string) => Response;

  readonly fetch: typeof fetch = async (address, options = {}) => {
    const url = String(address);
    const range = new Headers(options.headers).get('Range');
    this.requests.push({ url, range, options });
    if (!this.isOnline) throw new TypeError('Failed to fetch');
    if (this.respondInstead) return this.respondInstead(url);
    const file = this.files.get(url);
    if (!file) return new Response('not here', { status: 404 });
    const begin = this.supportsRanges ? Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0) : 0;
    if (begin >= file.bytes.length) return new Response(null, { status: 416 });
    const headers = new Headers({ 'Content-Length': `${file.bytes.length - begin}` });
    headers.set('Content-Type', file.type ?? 'application/octet-stream');
    if (file.tag) headers.set('ETag', file.tag);
    const { length } = file.bytes;
    if (this.supportsRanges && this.sendsContentRange)
      headers.set('Content-Range', `bytes ${begin}-${length - 1}/${length}`);
    const body = this.#body(file.bytes.subarray(begin), options.signal ?? undefined);
    return new Response(body, { status: this.supportsRanges ? 206 : 200, headers });
  };

  #body(bytes: Uint8Array<ArrayBuffer>, signal?: AbortSignal): ReadableStream<Uint8Array<ArrayBuffer>> {
    let sent = 0;
    return new ReadableStream(
      {
        pull: (controller) => {
          if (signal?.aborted) return controller.error(signal.reason);
          if (sent >= this.disconnectAfter) return controller.error(new TypeError('network error'));
          if (sent >= bytes.length) return controller.close();
          const end = Math.min(sent + CHUNK, bytes.length, this.disconnectAfter);
          controller.enqueue(bytes.slice(sent, end));
          sent = end;
          this.onChunk(sent);
        },
      },
      { highWaterMark: 0 },
    );
  }
}
