// `lab generate`: goes on from a prompt, token by token.

import { Command } from 'commander';
import { Decoder } from '../model/decoder.ts';
import { generate } from '../model/generate.ts';
import { samplingProblems } from '../model/sampler.ts';
import { engineNames, nodeEngine } from './engine.ts';
import { openModel, readModel } from './model.ts';
import type { BackendChoice } from './options.ts';
import { backendOption, realNumber, wholeNumber } from './options.ts';
import { printResult } from './output.ts';

/** An evening's reading. */
const MOST_TOKENS = 100_000;

interface GenerateOptions {
  model: string;
  prompt: string;
  temperature: number;
  topK?: number;
  topP?: number;
  seed: number;
  tokens: number;
  backend: BackendChoice;
}

export function generateCommand(): Command {
  return new Command('generate')
    .description('go on from a prompt')
    .requiredOption('--model <file>', 'model as safetensors')
    .requiredOption('--prompt <text>', 'what to go on from')
    .option('--temperature <t>', '0 takes the likeliest token always', realNumber, 1)
    .option('--top-k <k>', 'draw from the k likeliest tokens only', wholeNumber)
    .option('--top-p <p>', 'draw from the likeliest tokens that together reach p', realNumber)
    .option('--seed <n>', 'seed of the draws', wholeNumber, 0)
    .option('--tokens <n>', 'how many tokens to add', wholeNumber, 16)
    .addOption(backendOption())
    .action(run);
}

async function run({
  model,
  prompt,
  tokens: count,
  seed,
  backend,
  ...sampling
}: GenerateOptions): Promise<void> {
  const problems = samplingProblems(sampling);
  if (count < 1 || count > MOST_TOKENS) problems.push(`--tokens is ${count}; ask for 1 to ${MOST_TOKENS}.`);
  if (problems.length > 0) throw new Error(problems.join(' '));
  const checkpoint = readModel(model, undefined);
  const { tokenizer, config } = checkpoint;
  if (!tokenizer) throw new Error(`${model} has no tokenizer; it can only be inspected by token ids.`);
  const { ids, unknown } = tokenizer.encode(prompt);
  if (unknown.length > 0)
    throw new Error(`The model does not know ${unknown.map((piece) => `'${piece}'`).join(', ')}.`);
  if (ids.length === 0) throw new Error('The prompt is empty; give at least one word to go on from.');

  const started = await nodeEngine(backend);
  const decoder = new Decoder(started.executor, config, openModel(started.executor, checkpoint));
  const tokens: { text: string; probability: number }[] = [];
  const all = [...ids];
  for await (const { id, probability } of generate(decoder, ids, { count, seed, ...sampling })) {
    all.push(id);
    tokens.push({ text: tokenizer.vocabulary[id], probability });
  }
  await printResult({ text: tokenizer.decode(all), tokens, ...engineNames(started) });
}
