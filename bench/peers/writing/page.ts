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

export interface Writing {
  /** Of ASCII letters, each a token: `BYTE_TOKENS` plus its code. */
  readonly prompt: string;
  readonly count: number;
  /** Of which the fastest counts: other load only slows them down. */
  readonly rounds: number;
  readonly threads: number;
}

export interface WritingResult {
  readonly tokensPerSecond: number;
  /** Of the prompt, whose keys and values are computed first. */
  readonly promptMs: number;
  readonly loadMs: number;
}

export interface LabResult extends WritingResult {
  /** Of every token after the prompt. */
  readonly first: { readonly logProbabilities: readonly number[] };
}

export interface LlamaCppResult extends WritingResult {
  /** The most probable token after the prompt. */
  readonly first: { readonly id: number; readonly logProbability: number };
}

declare global {
  interface Window {
    writeWithLab(folder: string, type: WeightType, writing: Writing): Promise<LabResult>;
    writeWithLlamaCpp(path: string, writing: Writing): Promise<LlamaCppResult>;
  }
}

window.writeWithLab = async (folder, type, { prompt, count, rounds, threads }) => {
  const { executor } = await startEngine(undefined, { backend: 'cpu', threads });
  const names = ['config.json', 'tokenizer.json', 'model.safetensors'];
  const files = await Promise.all(names.map((name) => fileAt(`${folder}/${name}`)));
  const begin = performance.now();
  const found = await runToCompletion(findModel(files, executor.capacity, type));
  if (found.kind === 'lab') throw new Error('a model of another library was expected');
  const { decoder } = await runToCompletion(loadModel(executor, found.model));
  const loadMs = performance.now() - begin;
  const ids = [...prompt].map((letter) => BYTE_TOKENS + letter.charCodeAt(0));
  const [logits] = await decoder.prefill([ids]);
  const logProbabilities = [...softmax(logits)].map(Math.log);
  const speeds: Speed[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    let [logits] = await decoder.prefill([ids]);
    const first = performance.now();
    for (let written = 0; written < count; written++) [logits] = await decoder.append([argmax(logits)]);
    const end = performance.now();
    speeds.push({ promptMs: first - start, tokensPerSecond: (1000 * count) / (end - first) });
  }
  return { ...fastest(speeds), loadMs, first: { logProbabilities } };
};

/** Speed is llama.cpp's own figure, without what lies between it and the page. */
window.writeWithLlamaCpp = async (path, { prompt, count, rounds, threads }) => {
  const wllama = new Wllama({ default: wllamaUrl }, { logger: LoggerWithoutDebug, suppressNativeLog: true });
  const file = await fileAt(path);
  const begin = performance.now();
  await wllama.loadModel([file], {
    n_threads: threads,
    n_gpu_layers: 0,
    n_ctx: 1024,
    n_parallel: 1,
    warmup: false,
  });
  const loadMs = performance.now() - begin;
  const options = { prompt, cache_prompt: false, ignore_eos: true, temperature: 0 };
  const { choices } = await wllama.createCompletion({ ...options, max_tokens: 1, logprobs: 1 });
  // llama.cpp's answer is newer than wllama's type of it.
  const { content } = choices[0].logprobs as unknown as { content: { id: number; logprob: number }[] };
  const [{ id, logprob: logProbability }] = content;
  const speeds: Speed[] = [];
  for (let round = 0; round < rounds; round++) {
    const { timings } = await wllama.createCompletion({ ...options, max_tokens: count });
    if (!timings) throw new Error('llama.cpp gave no timings');
    const { prompt_ms: promptMs, predicted_n, predicted_ms } = timings;
    speeds.push({ promptMs, tokensPerSecond: (1000 * predicted_n) / predicted_ms });
  }
  return { ...fastest(speeds), loadMs, first: { id, logProbability } };
};

type Speed = Pick<WritingResult, 'promptMs' | 'tokensPerSecond'>;

function fastest(speeds: readonly Speed[]): Speed {
  return {
    promptMs: Math.min(...speeds.map(({ promptMs }) => promptMs)),
    tokensPerSecond: Math.max(...speeds.map(({ tokensPerSecond }) => tokensPerSecond)),
  };
}

async function fileAt(path: string): Promise<File> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new File([await response.blob()], path.split('/').at(-1) as string);
}
