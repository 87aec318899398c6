// `lab inspect`: runs a model on token ids and writes any activation, the loss and every gradient as safetensors.

import { writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import * as v from 'valibot';
import type { ActivationName } from '../model/activations.ts';
import { activationNames } from '../model/activations.ts';
import type { ModelConfig } from '../model/config.ts';
import { Inspector, type Look } from '../model/inspector.ts';
import type { Intervention } from '../model/lenses/interventions.ts';
import { changes, interventionProblems } from '../model/lenses/interventions.ts';
import { transformerParameters } from '../model/parameters.ts';
import type { SafeTensor } from '../model/safetensors.ts';
import { writeSafeTensors } from '../model/safetensors.ts';
import { engineNames, nodeEngine } from './engine.ts';
import { openModel, readJson, readModel } from './model.ts';
import type { BackendChoice } from './options.ts';
import { backendOption } from './options.ts';
import { checkWritable, printResult } from './output.ts';

interface InspectOptions {
  model: string;
  config?: string;
  ids: string;
  targets?: string;
  names: string;
  grads?: boolean;
  ablate: Intervention[];
  backend: BackendChoice;
  out: string;
}

export function inspectCommand(): Command {
  return new Command('inspect')
    .description('write activations, loss and gradients of a model on given token ids')
    .requiredOption('--model <file>', 'model as safetensors')
    .option('--config <file>', 'config.json, for a file that holds only weights')
    .requiredOption('--ids <file>', 'JSON: rows of token ids, all of one length')
    .option('--targets <file>', 'JSON: rows of target ids, negative ones ignored; gives the loss')
    .option('--names <list>', 'activations by TransformerLens name, with commas between, or all', 'all')
    .option('--grads', 'also the gradient of the loss by every weight; needs --targets')
    .option(
      '--ablate <list>',
      'switch parts off: head:1.0 is layer 1, head 0; neuron:0.5 is layer 0, neuron 5',
      ablations,
      [],
    )
    .addOption(backendOption())
    .requiredOption('--out <file>', 'where to write the safetensors')
    .action(inspect);
}

async function inspect(options: InspectOptions): Promise<void> {
  checkWritable(options.out);
  const checkpoint = readModel(options.model, options.config);
  const { config } = checkpoint;
  const { B, T, values: tokens } = rows(options.ids);
  const targets = options.targets === undefined ? undefined : rows(options.targets);
  if (targets && (targets.B !== B || targets.T !== T)) {
    throw new Error(
      `The targets are ${targets.B} rows of ${targets.T}, the ids ${B} rows of ${T}; they must be alike.`,
    );
  }
  if (options.grads && !targets)
    throw new Error('--grads needs --targets: without a loss there is nothing to derive.');
  const names = chosenNames(options.names, config);
  const problems = options.ablate.flatMap((ablation) => ablationProblems(ablation, config, T));
  if (problems.length > 0) throw new Error(problems.join(' '));

  const started = await nodeEngine(options.backend);
  const inspector = new Inspector(started.executor, config, openModel(started.executor, checkpoint));
  const request = { B, T, tokens };
  const look = await inspector.look({
    ...request,
    names,
    changes: await changes(inspector, config, request, options.ablate),
    targets: targets?.values,
    gradients: options.grads,
  });
  const tensors = outputTensors(look, config);
  writeFileSync(options.out, writeSafeTensors({ tensors, metadata: new Map() }));
  await printResult({
    out: options.out,
    tensors: tensors.size,
    loss: look.loss ?? null,
    ...engineNames(started),
  });
}

function outputTensors(look: Look, config: ModelConfig): Map<string, SafeTensor> {
  const tensors = new Map<string, SafeTensor>();
  for (const [name, { shape, data }] of look.activations) tensors.set(name, { dtype: 'F32', shape, data });
  if (look.loss !== undefined)
    tensors.set('loss', { dtype: 'F32', shape: [1], data: Float32Array.of(look.loss) });
  for (const { name, shape } of transformerParameters(config)) {
    const data = look.weightGradients?.get(name);
    if (data) tensors.set(`grad.${name}`, { dtype: 'F32', shape, data });
  }
  return tensors;
}

function chosenNames(list: string, config: ModelConfig): ActivationName[] {
  const known = activationNames(config);
  if (list === 'all') return known;
  return list.split(',').map((name) => {
    const found = known.find((one) => one === name.trim());
    if (!found) throw new Error(`This model has no activation '${name.trim()}'; it has ${known.join(', ')}.`);
    return found;
  });
}

/** `head:1.0,neuron:0.5`: kind, layer, and index in the layer. */
function ablations(list: string): Intervention[] {
  return list.split(',').map((item) => {
    const match = /^(head|neuron):(\d+)\.(\d+)$/.exec(item.trim());
    if (!match)
      throw new InvalidArgumentError(`'${item}' is neither head:LAYER.HEAD nor neuron:LAYER.NEURON.`);
    const [, kind, layer, index] = match;
    return kind === 'head'
      ? { name: `blocks.${Number(layer)}.attn.hook_z`, kind: 'zero', head: Number(index) }
      : { name: `blocks.${Number(layer)}.mlp.hook_post`, kind: 'zero', neuron: Number(index) };
  });
}

function ablationProblems(ablation: Intervention, config: ModelConfig, T: number): string[] {
  const known = activationNames(config).includes(ablation.name);
  return known
    ? interventionProblems(ablation, config, T)
    : [`This model has no '${ablation.name}' to switch off.`];
}

/** Within 32 bits: a larger number would come out of the conversion as another id. */
const Id = v.pipe(v.number(), v.integer(), v.minValue(-(2 ** 31)), v.maxValue(2 ** 31 - 1));
const Rows = v.pipe(
  v.array(v.pipe(v.array(Id), v.minLength(1))),
  v.minLength(1),
  v.check((rows) => rows.every((row) => row.length === rows[0].length)),
);

/** A JSON file of rows of ids, all of one length. */
function rows(path: string): { B: number; T: number; values: Int32Array<ArrayBuffer> } {
  const result = v.safeParse(Rows, readJson(path));
  if (!result.success)
    throw new Error(`${path} must hold rows of whole numbers, at least one, all of one length.`);
  return {
    B: result.output.length,
    T: result.output[0].length,
    values: Int32Array.from(result.output.flat()),
  };
}
