// `lab generate`: generates text from a prompt, token by token.

import { Command } from 'commander';
import type { Executor } from '../../kernels/backends/executor.ts';
import { Decoder } from '../../model/generation/decoder.ts';
import { generate } from '../../model/generation/generate.ts';
import { samplingProblems } from '../../model/generation/sampler.ts';
import type { BackendChoice } from '../../node/command-options.ts';
import { backendOption, parseInteger, parseNumber } from '../../node/command-options.ts';
import { engineLabels, startNodeEngine } from '../../node/node-engine.ts';
import { printJson } from '../../node/terminal.ts';
import {
  configOption,
  isLlama2c,
  loadModelOfOthers,
  type ModelPaths,
  readTextModel,
  tokenizerOption,
  uploadWeights,
  weightsOption,
} from '../shared/model-file.ts';

const MAX_TOKENS = 100_000;

interface GenerateOptions extends ModelPaths {
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
    .description('generate text from a prompt')
    .requiredOption('--model <file>', 'model as safetensors')
    .addOption(configOption())
    .addOption(tokenizerOption())
    .addOption(weightsOption())
    .requiredOption('--prompt <text>', 'text to continue')
    .option('--temperature <t>', 'sampling temperature; 0 is greedy', parseNumber, 1)
    .option('--top-k <k>', 'sample from the k most probable tokens', parseInteger)
    .option('--top-p <p>', 'sample from the most probable tokens with cumulative probability p', parseNumber)
    .option('--seed <n>', 'seed of the sampling', parseInteger, 0)
    .option('--tokens <n>', 'number of tokens to generate', parseInteger, 16)
    .addOption(backendOption())
    .action(runGenerate);
}

async function runGenerate({
  model,
  config,
  tokenizer: tokenizerFile,
  weights,
  prompt,
  tokens: count,
  seed,
  backend,
  ...sampling
}: GenerateOptions): Promise<void> {
  const problems = samplingProblems(sampling);
  if (count < 1 || count > MAX_TOKENS)
    problems.push(`--tokens is ${count}; it must be from 1 to ${MAX_TOKENS}.`);
  if (problems.length > 0) throw new Error(problems.join(' '));
  const started = await startNodeEngine(backend);
  const paths = { model, config, tokenizer: tokenizerFile, weights };
  const { decoder, tokenizer, ...held } = await loadDecoder(started.executor, paths);
  const { ids, unknown } = tokenizer.encode(prompt);
  if (unknown.length > 0)
    throw new Error(`The model does not know ${unknown.map((token) => `'${token}'`).join(', ')}.`);
  if (ids.length === 0) throw new Error('The prompt is empty; give at least one word.');

  const tokens: { text: string; probability: number }[] = [];
  const allIds = [...ids];
  for await (const { id, probability } of generate(decoder, ids, { count, seed, ...sampling })) {
    allIds.push(id);
    tokens.push({ text: tokenizer.vocabulary[id], probability });
  }
  await printJson({ text: tokenizer.decode(allIds), tokens, ...held, ...engineLabels(started) });
}

async function loadDecoder(executor: Executor, paths: ModelPaths) {
  if (paths.weights !== undefined || isLlama2c(paths.model)) {
    const { decoder, plan, weights } = await loadModelOfOthers(executor, paths);
    const { dataset, logitChange } = plan;
    return { decoder, tokenizer: dataset.tokenizer, weights: weights.weightType, logitChange };
  }
  const checkpoint = await readTextModel(paths);
  const { config, tokenizer } = checkpoint;
  return { decoder: new Decoder(executor, config, uploadWeights(executor, checkpoint)), tokenizer };
}
