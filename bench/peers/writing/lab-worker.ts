// The lab in a worker, as on its page: the first thread waits for the others, which a page must not.

import * as Comlink from 'comlink';
import { loadModel } from '../../../src/model/files/load-model.ts';
import type { Decoder } from '../../../src/model/generation/decoder.ts';
import { argmax, softmax } from '../../../src/model/generation/sampler.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import type { WeightType } from '../../../src/shared/weight-types.ts';
import { findModel } from '../../../src/workers/persistence/model-files.ts';
import { isKernelThread, startBrowserThread } from '../../../src/workers/session/engine/browser-thread.ts';
import { startEngine } from '../../../src/workers/session/engine/start-engine.ts';
import type { Opened, Round } from './page.ts';
import { PROMPT_IDS } from './vocabulary.ts';

export class LabWriter {
  private decoder: Decoder | undefined;

  async open(files: readonly File[], type: WeightType, threads: number): Promise<Opened> {
    const { executor, engine } = await startEngine(
      undefined,
      { backend: 'cpu', threads },
      { startThread: startBrowserThread },
    );
    if ((engine.threads ?? 1) !== threads) throw new Error(`the lab has ${engine.threads ?? 1} threads`);
    const begin = performance.now();
    const found = await runToCompletion(findModel([...files], executor.capacity, type));
    if (found.kind === 'lab') throw new Error('a model of another library was expected');
    const { decoder } = await runToCompletion(loadModel(executor, found.model));
    const loadMs = performance.now() - begin;
    this.decoder = decoder;
    const [logits] = await decoder.prefill([PROMPT_IDS]);
    return { loadMs, logProbabilities: Object.fromEntries([...softmax(logits)].map(Math.log).entries()) };
  }

  async write(count: number): Promise<Round> {
    if (!this.decoder) throw new Error('no model is open');
    const begin = performance.now();
    let [logits] = await this.decoder.prefill([PROMPT_IDS]);
    const first = performance.now();
    for (let written = 0; written < count; written++) [logits] = await this.decoder.append([argmax(logits)]);
    const end = performance.now();
    return { promptMs: first - begin, tokensPerSecond: (1000 * count) / (end - first) };
  }
}

if (!isKernelThread()) Comlink.expose(new LabWriter());
