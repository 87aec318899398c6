// Opens models for the claims, on the CPU backend, which repeats its figures.
import { readFileSync } from 'node:fs';
import { transformerParameters } from '../../src/model/architecture/architecture.ts';
import { readCheckpoint, writeCheckpoint } from '../../src/model/files/checkpoint.ts';
import { readRecordedCheckpoint } from '../../src/model/files/recorded-checkpoint.ts';
import { startNodeEngine } from '../../src/node/node-engine.ts';
import { checkpointFile } from '../../src/shared/model-record.ts';
import type { RunInfo, RunRequest } from '../../src/workers/rpc/api/lab-api.ts';
import { Lab } from '../../src/workers/session/lab.ts';
import type { TransformerSession } from '../../src/workers/session/transformer/transformer-session.ts';

type Use<Result> = (model: TransformerSession, info: RunInfo) => Promise<Result>;

/** The bundled model of a preset. */
export const withBundled = <Result>(preset: string, use: Use<Result>): Promise<Result> =>
  withFile(new Uint8Array(readFileSync(`public/models/${preset}.safetensors`)), use);

export const withFile = <Result>(file: Uint8Array<ArrayBuffer>, use: Use<Result>): Promise<Result> =>
  withModel((model) => model.open(file), use);

/** A recorded checkpoint of its training. */
export function withCheckpoint<Result>(preset: string, step: number, use: Use<Result>): Promise<Result> {
  const model = readCheckpoint(readFileSync(`public/models/${preset}.safetensors`));
  const bytes = readFileSync(`public/models/${preset}/${checkpointFile(step)}`);
  const { weights } = readRecordedCheckpoint(transformerParameters(model.config), bytes);
  const origin = model.origin && { ...model.origin, step };
  const file = writeCheckpoint({ ...model, weights, origin, history: undefined });
  return withFile(file, use);
}

/** A model that is trained to its last step. */
export const withTrained = <Result>(request: RunRequest, use: Use<Result>): Promise<Result> =>
  withModel(async (model) => {
    const info = await model.create(request);
    const end = await model.train();
    if (end !== 'finished') throw new Error(`claims: the training of ${request.preset} ended ${end}.`);
    return info;
  }, use);

async function withModel<Result>(
  open: (model: TransformerSession) => Promise<RunInfo>,
  use: Use<Result>,
): Promise<Result> {
  const lab = new Lab(undefined, async () => startNodeEngine('cpu'));
  await lab.start({ backend: 'cpu' });
  try {
    const info = await open(lab.transformer);
    return await use(lab.transformer, info);
  } finally {
    await lab.dispose();
  }
}
