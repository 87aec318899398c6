// Logits after the update of one part alone: with everything that reads the part, and if only the unembedding does.

import type { ActivationName } from '../../../model/architecture/activations.ts';
import type { ModelConfig } from '../../../model/architecture/config.ts';
import type { Weights, WeightValues } from '../../../model/architecture/weights.ts';
import { inspectInBatches, lastTokenVector } from '../../../model/inspection/inspect-in-batches.ts';
import type { Inspector } from '../../../model/inspection/inspector.ts';
import type { UpdatePart } from './update-estimates.ts';

/** Logits (V) at the last token of each prompt, without the update and with it. */
export interface UpdatedLogits {
  readonly base: Float32Array[];
  readonly whole: Float32Array[];
  /** The old unembedding reads the old stream, and what the part writes more than before. */
  readonly direct: Float32Array[];
}

interface Models {
  readonly config: ModelConfig;
  /** With the weights before the update. */
  readonly old: Inspector;
  /** With `weights`, which hold the same and are put back after each part. */
  readonly changed: Inspector;
  readonly weights: Weights;
}

/** One result a part. */
export async function* exactUpdates(
  { config, old, changed, weights }: Models,
  parts: readonly UpdatePart[],
  [before, after]: readonly [WeightValues, WeightValues],
  prompts: readonly (readonly number[])[],
): AsyncGenerator<UpdatedLogits> {
  const stream: ActivationName = `blocks.${config.L - 1}.hook_resid_post`;
  const read = (inspector: Inspector, names: readonly ActivationName[]) =>
    lastVectors(inspector, config, prompts, names);
  const unembed = (inspector: Inspector, streams: readonly Float32Array[]) =>
    unembedRows(inspector, config, streams);
  const outputs = parts.flatMap(({ output }) => output ?? []);
  const oldRows = await read(old, [...outputs, stream]);
  const streams = oldRows.get(stream) ?? [];
  const base = await unembed(old, streams);
  for (const { parameters, output } of parts) {
    write(weights, parameters, after);
    if (output) {
      const rows = await read(changed, [output, stream]);
      const [now, then] = [rows, oldRows].map((each) => each.get(output) ?? []);
      const moved = streams.map((each, p) => each.map((x, c) => x + now[p][c] - then[p][c]));
      yield { base, whole: await unembed(old, rows.get(stream) ?? []), direct: await unembed(old, moved) };
    } else {
      const whole = await unembed(changed, streams);
      yield { base, whole, direct: whole };
    }
    write(weights, parameters, before);
  }
}

function write(weights: Weights, parameters: UpdatePart['parameters'], values: WeightValues): void {
  for (const { name } of parameters) weights.write(name, 0, Float32Array.from(values.get(name) ?? []));
}

/** The vector (C) of every activation at each prompt's last token. */
async function lastVectors(
  inspector: Inspector,
  config: ModelConfig,
  prompts: readonly (readonly number[])[],
  names: readonly ActivationName[],
): Promise<Map<ActivationName, Float32Array[]>> {
  const vectors = new Map(names.map((name) => [name, [] as Float32Array[]]));
  for await (const rows of inspectInBatches(inspector, config, prompts, names))
    for (const row of rows)
      for (const [name, list] of vectors) list.push(lastTokenVector(row, name, config.C).slice());
  return vectors;
}

async function unembedRows(
  inspector: Inspector,
  { C, V }: ModelConfig,
  streams: readonly Float32Array[],
): Promise<Float32Array[]> {
  const data = new Float32Array(streams.length * C);
  for (const [r, stream] of streams.entries()) data.set(stream, r * C);
  const logits = await inspector.unembed({ shape: [streams.length, 1, C], data });
  return streams.map((_, r) => logits.data.slice(r * V, (r + 1) * V));
}
