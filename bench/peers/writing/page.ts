// Browser page of the comparison: the command opens a new page for each engine, model and number type.

import { LoggerWithoutDebug, Wllama } from '@wllama/wllama';
import wllamaUrl from '@wllama/wllama/esm/wasm/wllama.wasm?url';
import { loadModel } from '../../../src/model/files/load-model.ts';
import { argmax, softmax } from '../../../src/model/generation/sampler.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import type { WeightType } from '../../../src/shared/weight-types.ts';
import { findModel } from '../../../src/workers/persistence/model-files.ts';
import { startEngine } from '../../../src/workers/session/engine/start-engine.ts';
import { BYTE_TOKENS } from './vocabulary.ts';

export interface Opened {
  readonly loadMs: number;
  /** Log probabilities of tokens after the prompt, by id: all of the lab, that of its first choice of llama.cpp. */
  readonly logProbabilities: Readonly<Record<number, number>>;
}

export interface Round {
  readonly tokensPerSecond: number;
  /** Of the prompt, whose keys and values are computed first. */
  readonly promptMs: number;
}

declare global {
  interface Window {
    openLab(folder: string, type: WeightType, threads: number): Promise<Opened>;
    openLlamaCpp(path: string, threads: number): Promise<Opened>;
    /** Writes so many tokens after the prompt. */
    write(count: number): Promise<Round>;
  }
}

/** Each letter is a token. */
const PROMPT = 'thequickbrownfox';

window.openLab = async (folder, type, threads) => {
  const { executor } = await startEngine(undefined, { backend: 'cpu', threads });
  const names = ['config.json', 'tokenizer.json', 'model.safetensors'];
  const files = await Promise.all(names.map((name) => fileAt(`${folder}/${name}`)));
  const begin = performance.now();
  const found = await runToCompletion(findModel(files, executor.capacity, type));
  if (found.kind === 'lab') throw new Error('a model of another library was expected');
  const { decoder } = await runToCompletion(loadModel(executor, found.model));
  const loadMs = performance.now() - begin;
  const ids = [...PROMPT].map((letter) => BYTE_TOKENS + letter.charCodeAt(0));
  window.write = async (count) => {
    const begin = performance.now();
    let [logits] = await decoder.prefill([ids]);
    const first = performance.now();
    for (let written = 0; written < count; written++) [logits] = await decoder.append([argmax(logits)]);
    const end = performance.now();
    return { promptMs: first - begin, tokensPerSecond: (1000 * count) / (end - first) };
  };
  const [logits] = await decoder.prefill([ids]);
  return { loadMs, logProbabilities: Object.fromEntries([...softmax(logits)].map(Math.log).entries()) };
};

window.openLlamaCpp = async (path, threads) => {
  const wllama = new Wllama({ default: wllamaUrl }, { logger: LoggerWithoutDebug, suppressNativeLog: true });
  const file = await fileAt(path);
  const begin = performance.now();
  const options = { n_gpu_layers: 0, n_ctx: 1024, n_parallel: 1, warmup: false };
  await wllama.loadModel([file], { n_threads: threads, ...options });
  const loadMs = performance.now() - begin;
  const complete = (max_tokens: number, logprobs?: number) =>
    wllama.createCompletion({
      ...{ prompt: PROMPT, max_tokens, logprobs },
      ...{ cache_prompt: false, ignore_eos: true, temperature: 0 },
    });
  /** The speed is llama.cpp's own figure, without what lies between it and the page. */
  window.write = async (count) => {
    const { timings } = await complete(count);
    if (!timings) throw new Error('llama.cpp gave no timings');
    const { prompt_ms: promptMs, predicted_n, predicted_ms } = timings;
    return { promptMs, tokensPerSecond: (1000 * predicted_n) / predicted_ms };
  };
  const { choices } = await complete(1, 1);
  // llama.cpp's answer is newer than wllama's type of it.
  const { content } = choices[0].logprobs as unknown as { content: { id: number; logprob: number }[] };
  return { loadMs, logProbabilities: { [content[0].id]: content[0].logprob } };
};

async function fileAt(path: string): Promise<File> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new File([await response.blob()], path.split('/').at(-1) as string);
}
