// Validates the response to a range request before its body is read.

import { DownloadError, InvalidFile } from './download-error.ts';
import type { DownloadedFile } from './downloaded-model.ts';

/** Offset of the body in the file, version and size of the file. */
export interface FileResponse {
  readonly begin: number;
  readonly tag?: string;
  readonly total?: number;
}

/**
 * @returns undefined if the host has no such file and it is optional
 * @throws DownloadError if the download cannot continue; InvalidFile if the file has changed
 */
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
  // The host ignores `Range` and sends the whole file.
  if (status === 200) return { begin: 0, tag, total: length };
  const range = { tag, ...parseRange(headers.get('Content-Range'), length, file) };
  if (range.begin !== file.here) throw new DownloadError(`${host} sent the wrong part of ${file.name}.`);
  if (file.here > 0 && (range.tag !== file.tag || range.total !== file.total)) throw changedError(file, host);
  return range;
}

/** CORS hides `Content-Range` on some hosts; `Content-Length` is always readable. */
function parseRange(
  range: string | null,
  length: number | undefined,
  { here }: DownloadedFile,
): Pick<FileResponse, 'begin' | 'total'> {
  if (range === null) return { begin: here, total: length === undefined ? undefined : here + length };
  const [, begin, end, total] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(range) ?? [];
  // A part that ends early or has no offset would leave a gap.
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
