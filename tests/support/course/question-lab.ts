// The shipped models with the engine that computes on the CPU, as questions ask them.

import { readFileSync } from 'node:fs';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import type { QuestionLab } from '../../../src/ui/course/questions/question.ts';
import type { RunRequest } from '../../../src/workers/rpc/api/lab-api.ts';
import { openPackedMnist } from '../model/packed-mnist.ts';
import { createLab } from '../workers/lab-fixtures.ts';

const shipped = (name: string) => new Uint8Array(readFileSync(`public/models/${name}.safetensors`));

/** The same answer to the same request: the models stay as they are. */
function remembering<Lens extends (name: never, request: never) => Promise<unknown>>(lens: Lens): Lens {
  const known = new Map<string, Promise<unknown>>();
  return ((name: never, request: never) => {
    const key = JSON.stringify([name, request]);
    const answer = known.get(key) ?? lens(name, request);
    known.set(key, answer);
    return answer;
  }) as Lens;
}

export async function openQuestionLab(): Promise<QuestionLab & { dispose(): Promise<void> }> {
  const lab = await createLab(await WasmExecutor.create(), openPackedMnist);
  const run = await lab.transformer.open(shipped('world'));
  await lab.digits.open(shipped('digits'));
  const { transformer, digits } = lab;
  return {
    run,
    model: [run],
    values: {},
    transformer: {
      query: (request) => transformer.query(request),
      lens: remembering(transformer.lens.bind(transformer)),
    },
    digits: { lens: remembering(digits.lens.bind(digits)) },
    dispose: async () => lab.dispose(),
  };
}

/** A language model as it starts, before training, and a digit network as it starts. */
export async function openUntrainedLab(
  request: RunRequest,
): Promise<QuestionLab & { dispose(): Promise<void> }> {
  const lab = await createLab(await WasmExecutor.create(), openPackedMnist);
  const run = await lab.transformer.create(request);
  await lab.digits.create({ preset: 'digits' });
  const { transformer, digits } = lab;
  return {
    ...{ run, model: [run], values: {}, transformer, digits },
    dispose: async () => lab.dispose(),
  };
}
