// An update of the weights, split by the parts of the network: what each part's share does to the probability of one token, to first
// order and exactly, and which tokens it raises and lowers through the unembedding.

import type { ActivationName } from '../../../model/architecture/activations.ts';
import type { ModelConfig } from '../../../model/architecture/config.ts';
import { Weights, type WeightValues } from '../../../model/architecture/weights.ts';
import { inspectInBatches, lastTokenVector } from '../../../model/inspection/inspect-in-batches.ts';
import type { Inspector } from '../../../model/inspection/inspector.ts';
import type { Run } from '../../../model/training/run.ts';
import type { Job } from '../../../shared/job.ts';
import { logSoftmax } from '../../shared/divergence.ts';
import { withInspector } from '../../shared/frozen-model.ts';
import type { TokenScore } from '../../shared/results.ts';
import { topAndBottomTokens } from '../../shared/top-tokens.ts';
import { type Question, type UpdatePart, updateEstimates, updateParts } from './update-estimates.ts';

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

/** Changes of ln p of one token after one prompt, in nats. */
export interface PartUpdate {
  /** Layers count from 1. */
  name: string;
  /** Gradient · update. */
  estimate: number;
  /** By the update of this part alone. */
  exact: number;
  /** The exact change, if only the unembedding reads what the part writes at the last token. */
  direct: number;
  /** The logits that this direct path changes most, less the mean change. */
  raised: TokenScore[];
  lowered: TokenScore[];
}

const NAMED = 2;

/** By question, then by part. `old` has the weights before the update. */
export async function* partUpdates(
  { executor, plan, weights: { parameters } }: Pick<Run, 'executor' | 'plan' | 'weights'>,
  old: Inspector,
  [before, after]: readonly [WeightValues, WeightValues],
  questions: readonly Question[],
): Job<PartUpdate[][]> {
  const { config } = plan;
  const weights = new Weights(executor, parameters);
  const parts = updateParts(config, parameters);
  const total = parts.length + questions.length;
  const report = (done: number) => ({ label: 'updates of parts read', done, total });
  try {
    weights.set(before);
    return yield* withInspector({ executor, plan, weights }, async function* (changed) {
      const results = questions.map((): PartUpdate[] => []);
      const prompts = questions.map(({ ids }) => ids);
      const models = { config, old, changed, weights };
      for await (const { base, whole, direct } of exactUpdates(models, parts, [before, after], prompts)) {
        const [{ length }] = results;
        questions.forEach(({ answer }, q) => {
          const change = (logits: Float32Array) => logSoftmax(logits)[answer] - logSoftmax(base[q])[answer];
          const [raised, lowered] = topAndBottomTokens({ plan }, centredChange(base[q], direct[q]), NAMED);
          results[q].push({
            ...{ name: parts[length].name, estimate: 0, raised, lowered },
            ...{ exact: change(whole[q]), direct: change(direct[q]) },
          });
        });
        yield report(length + 1);
      }
      const update = new Map(
        parameters.map(({ name }) => [name, difference(after.get(name), before.get(name))]),
      );
      for (const [q, question] of questions.entries()) {
        const estimates = await updateEstimates(old, config, parts, update, question);
        estimates.forEach((estimate, p) => {
          results[q][p].estimate = estimate;
        });
        yield report(parts.length + q + 1);
      }
      return results;
    });
  } finally {
    weights.dispose();
  }
}

const difference = (one: Float32Array = new Float32Array(), other: Float32Array = new Float32Array()) =>
  one.map((value, i) => value - other[i]);

function centredChange(from: Float32Array, to: Float32Array): Float32Array {
  const change = difference(to, from);
  const mean = change.reduce((sum, value) => sum + value, 0) / change.length;
  return change.map((value) => value - mean);
}
