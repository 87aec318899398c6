// A plain static file host: any base path, no headers but those that a test gives.
import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

export const LOGIN_PAGE = '<!doctype html><title>Log in</title><p>Log in to use this network.</p>';

export class StaticHost {
  /** Requested files, in order. */
  readonly requestedFiles: string[] = [];
  /** `Range` headers of partial requests. */
  readonly requestedRanges: string[] = [];
  /** Responses for files with this suffix never end. */
  stallSuffix?: string;
  /** Files that have not arrived on the host yet. */
  isMissing: (name: string) => boolean = () => false;
  /** Files of which the first half arrives, as if it were all. */
  isHalf: (name: string) => boolean = () => false;
  /** Headers of every answer about a file, 404 among them. */
  headersOf: (name: string) => Record<string, string> = () => ({});
  /** Files for which a login page arrives instead, as behind a captive portal. */
  isCaptive: (name: string) => boolean = () => false;
  loginPageHeaders: Record<string, string> = {};
  readonly #root: string;
  readonly #basePath: string;
  readonly #server = createServer((request, response) => this.#respond(request, response));
  #port = 0;

  /**
   * @param root the folder to serve
   * @param under the path it lies under: `/some/path/`
   */
  constructor(root: string, under: string) {
    this.#root = root;
    this.#basePath = under;
  }

  /** URL of the page, with a trailing slash. */
  get url(): string {
    return `http://localhost:${this.#port}${this.#basePath}`;
  }

  /** Starts the server; after `stop`, on the same port. */
  async start(): Promise<void> {
    if (this.#server.listening) return;
    await new Promise<void>((resolve) => this.#server.listen(this.#port, 'localhost', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Simulates a lost network: the browser's offline emulation does not apply to service workers. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  #respond(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const path = normalize(pathname.slice(this.#basePath.length) || '.');
    const name = path === '.' ? 'index.html' : path;
    this.requestedFiles.push(name);
    if (this.isCaptive(name))
      return void response
        .writeHead(200, { 'Content-Type': TYPES['.html'], ...this.loginPageHeaders })
        .end(LOGIN_PAGE);
    const file = join(this.#root, name);
    const stats = statSync(file, { throwIfNoEntry: false });
    const isOutside = !pathname.startsWith(this.#basePath) || name.startsWith('..');
    if (isOutside || !stats?.isFile() || this.isMissing(name))
      return void response.writeHead(404, this.headersOf(name)).end();
    const [range, from] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
    if (range) this.requestedRanges.push(`${name} ${range}`);
    const start = Number(from ?? 0);
    response.writeHead(range ? 206 : 200, {
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      ...(!this.isHalf(name) && { 'Content-Length': stats.size - start }),
      ETag: `"${stats.size}-${stats.mtimeMs}"`,
      ...this.headersOf(name),
      ...(range && { 'Content-Range': `bytes ${start}-${stats.size - 1}/${stats.size}` }),
    });
    const isStalled = this.stallSuffix !== undefined && name.endsWith(this.stallSuffix);
    createReadStream(file, { start, end: isStalled || this.isHalf(name) ? stats.size >> 1 : undefined })
      .on('error', () => response.destroy()) // a test has removed the file
      .pipe(response, { end: !isStalled });
  }
}
