// Browser page of the comparison: the command opens a new page for each engine, model and number type.

import { LoggerWithoutDebug, Wllama } from '@wllama/wllama';
import wllamaUrl from '@wllama/wllama/esm/wasm/wllama.wasm?url';
import * as Comlink from 'comlink';
import type { WeightType } from '../../../src/shared/weight-types.ts';
import type { LabWriter } from './lab-worker.ts';
import { PROMPT } from './vocabulary.ts';

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

window.openLab = async (folder, type, threads) => {
  const worker = new Worker(new URL('./lab-worker.ts', import.meta.url), { type: 'module' });
  const lab = Comlink.wrap<LabWriter>(worker);
  const names = ['config.json', 'tokenizer.json', 'model.safetensors'];
  const files = await Promise.all(names.map((name) => fileAt(`${folder}/${name}`)));
  window.write = (count) => lab.write(count);
  return lab.open(files, type, threads);
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
