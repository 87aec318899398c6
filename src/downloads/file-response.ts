// What a host answered when it was asked for the rest of a file, checked before any of it is believed.

import { DownloadError, InvalidFile } from './download-error.ts';
import type { DownloadedFile } from './downloaded-model.ts';

/** From which byte on the answer's body is the file, and what the host says of the whole. */
export interface FileResponse {
  readonly begin: number;
  readonly tag?: string;
  readonly total?: number;
}

/** Nothing where the host has no such file and none is needed. Throws one sentence for whatever cannot be gone on with. */
export function parseFileResponse(
  response: Response,
  file: DownloadedFile,
  host: string,
): FileResponse | undefined {
  const { status, headers } = response;
  if (status === 404 && file.optional) return undefined;
  if (status === 416 && file.here > 0) throw changedError(file, host);
  if (status !== 200 && status !== 206) throw new DownloadError(statusMessage(status, file, host));
  if (/^text\/html\b/i.test(headers.get('Content-Type') ?? ''))
    throw new DownloadError(`${host} answered with a web page instead of ${file.name}.`);
  const length = byteCount(headers.get('Content-Length'));
  const tag = headers.get('ETag') ?? headers.get('Last-Modified') ?? undefined;
  // The whole file, whatever part was asked for: not every host sends parts.
  if (status === 200) return { begin: 0, tag, total: length };
  const range = { tag, ...parseRange(headers.get('Content-Range'), length, file) };
  if (range.begin !== file.here)
    throw new DownloadError(`${host} sent another part of ${file.name} than was asked for.`);
  if (file.here > 0 && (range.tag !== file.tag || range.total !== file.total)) throw changedError(file, host);
  return range;
}

/** Not every host lets other pages read `Content-Range`; the length of what comes is always told. */
function parseRange(
  range: string | null,
  length: number | undefined,
  { here }: DownloadedFile,
): Pick<FileResponse, 'begin' | 'total'> {
  if (range === null) return { begin: here, total: length === undefined ? undefined : here + length };
  const [, begin, end, total] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(range) ?? [];
  // What ends before the file does, or does not say where it lies, would leave a hole.
  const reachesEnd = total !== undefined && Number(end) === Number(total) - 1;
  return reachesEnd ? { begin: Number(begin), total: Number(total) } : { begin: -1 };
}

function byteCount(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function changedError({ name }: DownloadedFile, host: string): InvalidFile {
  return new InvalidFile(
    `${name} at ${host} has changed since its beginning was fetched. That beginning is dropped: fetch it again.`,
  );
}

function statusMessage(status: number, { name }: DownloadedFile, host: string): string {
  if (status === 404) return `${host} has no ${name} there (404).`;
  if (status === 401 || status === 403)
    return `${host} gives ${name} only to those who sign in (${status}): download it there and open it from your disk.`;
  if (status === 416) return `${name} at ${host} is empty.`;
  return `${host} answered ${status} instead of ${name}; try again later.`;
}
