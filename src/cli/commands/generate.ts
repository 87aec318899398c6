// `lab generate`: goes on from a prompt, token by token.

import { Command } from 'commander';
import { Decoder } from '../../model/generation/decoder.ts';
import { generate } from '../../model/generation/generate.ts';
import { samplingProblems } from '../../model/generation/sampler.ts';
import type { BackendChoice } from '../../node/command-options.ts';
import { backendOption, parseInteger, parseNumber } from '../../node/command-options.ts';
import { engineLabels, startNodeEngine } from '../../node/node-engine.ts';
import { readModelFile, uploadWeights } from '../model-file.ts';
import { printJson } from '../output.ts';

/** An evening's reading. */
const MAX_TOKENS = 100_000;

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
    .option('--temperature <t>', '0 takes the likeliest token always', parseNumber, 1)
    .option('--top-k <k>', 'draw from the k likeliest tokens only', parseInteger)
    .option('--top-p <p>', 'draw from the likeliest tokens that together reach p', parseNumber)
    .option('--seed <n>', 'seed of the draws', parseInteger, 0)
    .option('--tokens <n>', 'how many tokens to add', parseInteger, 16)
    .addOption(backendOption())
    .action(runGenerate);
}

async function runGenerate({
  model,
  prompt,
  tokens: count,
  seed,
  backend,
  ...sampling
}: GenerateOptions): Promise<void> {
  const problems = samplingProblems(sampling);
  if (count < 1 || count > MAX_TOKENS) problems.push(`--tokens is ${count}; ask for 1 to ${MAX_TOKENS}.`);
  if (problems.length > 0) throw new Error(problems.join(' '));
  const checkpoint = readModelFile(model, undefined);
  const { tokenizer, config } = checkpoint;
  if (!tokenizer) throw new Error(`${model} has no tokenizer; it can only be inspected by token ids.`);
  const { ids, unknown } = tokenizer.encode(prompt);
  if (unknown.length > 0)
    throw new Error(`The model does not know ${unknown.map((piece) => `'${piece}'`).join(', ')}.`);
  if (ids.length === 0) throw new Error('The prompt is empty; give at least one word to go on from.');

  const started = await startNodeEngine(backend);
  const decoder = new Decoder(started.executor, config, uploadWeights(started.executor, checkpoint));
  const tokens: { text: string; probability: number }[] = [];
  const allIds = [...ids];
  for await (const { id, probability } of generate(decoder, ids, { count, seed, ...sampling })) {
    allIds.push(id);
    tokens.push({ text: tokenizer.vocabulary[id], probability });
  }
  await printJson({ text: tokenizer.decode(allIds), tokens, ...engineLabels(started) });
}
