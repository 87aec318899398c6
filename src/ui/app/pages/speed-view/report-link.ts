// Reports as text in a link: JSON, deflated, in the alphabet of addresses. What a link contains is not trusted.

import { msg, str } from '@lit/localize';
import * as v from 'valibot';
import {
  boundedArray,
  boundedRecord,
  boundedString,
  describeIssue,
  integerBetween,
  oneOf,
} from '../../../../shared/validation.ts';
import type { HardwareReport } from '../../../../workers/rpc/api/hardware-api.ts';

/** Far above the fastest machine. */
const MAX_RATE = 1e12;
/** Bytes of JSON; a report of three engines has five thousand. */
const MAX_BYTES = 50_000;
const NAME = boundedString(100);

const rate = v.custom<number>(
  (value) => Number.isFinite(value) && (value as number) >= 0 && (value as number) <= MAX_RATE,
  msg('it must be a number above 0'),
);
const keyOf = v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/, msg('a name has letters, digits and hyphens')));

const engineSchema = v.strictObject({
  backend: oneOf(['webgpu', 'cpu']),
  adapter: NAME,
  kind: oneOf(['hardware', 'software', 'processor']),
  threads: integerBetween(1, 1024),
  limits: boundedRecord(NAME, 20),
  fmaGflops: v.optional(rate),
  copyGBs: v.optional(rate),
  dispatchMicroseconds: v.optional(rate),
  products: boundedArray(
    v.strictObject({
      size: integerBetween(1, 16_384),
      gflops: v.pipe(v.record(keyOf, v.nullable(rate)), v.maxEntries(30, msg('it has too many entries'))),
    }),
    6,
  ),
  leftOut: v.optional(boundedArray(keyOf, 30)),
  steps: boundedArray(
    v.strictObject({
      case: oneOf(['small', 'middle', 'course']),
      sizes: NAME,
      tokensPerSecond: rate,
      dispatches: integerBetween(1, 1_000_000),
      bytesMoved: rate,
      fraction: rate,
    }),
    3,
  ),
});

const reportSchema: v.GenericSchema<unknown, HardwareReport> = v.strictObject({
  date: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/, msg('it must be a date'))),
  host: NAME,
  processorThreads: integerBetween(1, 4096),
  engines: boundedArray(engineSchema, 4),
  missing: boundedArray(v.strictObject({ engine: NAME, reason: boundedString(300) }), 4),
});

/** @throws Error with a sentence about what is wrong */
export function parseReport(json: string): HardwareReport {
  const result = v.safeParse(reportSchema, parseJson(json), { abortEarly: true });
  if (result.success) return result.output;
  const { path, message } = describeIssue(result.issues[0]);
  throw new Error(
    msg(str`The result is not one of this page${path ? msg(str`, at “${path}”`) : ''}: ${message}.`),
  );
}

export async function encodeReport(report: HardwareReport): Promise<string> {
  const deflated = new Blob([JSON.stringify(report)])
    .stream()
    .pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(deflated).arrayBuffer());
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @throws Error with a sentence about what is wrong */
export async function decodeReport(text: string): Promise<HardwareReport> {
  if (!/^[\w-]+$/.test(text)) throw new Error(msg('The link contains characters that no result has.'));
  return parseReport(new TextDecoder().decode(await inflate(fromBase64(text))));
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Error(msg('The link is damaged: its result is no JSON.'));
  }
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    throw new Error(msg('The link is damaged: it was cut off or changed.'));
  }
}

/** Stops at `MAX_BYTES`: a short text can stand for gigabytes. */
async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Error(msg('The link is damaged: it was cut off or changed.'));
    });
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    length += value.length;
    if (length > MAX_BYTES) {
      await reader.cancel().catch(() => {});
      throw new Error(msg('The link holds more than a result and was not read.'));
    }
    parts.push(value);
  }
}
