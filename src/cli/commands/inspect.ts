// `lab inspect`: runs a model on token ids and writes any activation, the loss and every gradient as safetensors.

import { Command, InvalidArgumentError } from 'commander';
import * as v from 'valibot';
import type { ActivationName } from '../../model/architecture/activations.ts';
import { activationNames } from '../../model/architecture/activations.ts';
import type { ModelConfig } from '../../model/architecture/config.ts';
import { transformerParameters } from '../../model/architecture/parameters.ts';
import type { SafeTensor } from '../../model/files/safetensors.ts';
import { writeSafeTensors } from '../../model/files/safetensors.ts';
import { Inspector, type InspectorResult } from '../../model/inspection/inspector.ts';
import type { Intervention } from '../../model/inspection/interventions.ts';
import { compileInterventions, interventionProblems } from '../../model/inspection/interventions.ts';
import type { BackendChoice } from '../../node/command-options.ts';
import { backendOption } from '../../node/command-options.ts';
import { engineLabels, startNodeEngine } from '../../node/node-engine.ts';
import { printJson } from '../../node/terminal.ts';
import { configOption, readJson, readModelFile, uploadWeights } from '../shared/model-file.ts';
import { checkOutputFiles, writeOutputFile } from '../shared/output-files.ts';

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
    .description('write activations, loss and gradients of a model on token ids')
    .requiredOption('--model <file>', 'model as safetensors')
    .addOption(configOption())
    .requiredOption('--ids <file>', 'JSON: rows of token ids, all of one length')
    .option('--targets <file>', 'JSON: rows of target ids, negative ones ignored; gives the loss')
    .option('--names <list>', 'activations by TransformerLens name, separated by commas, or all', 'all')
    .option('--grads', 'also the gradient of the loss with respect to every weight; needs --targets')
    .option(
      '--ablate <list>',
      'zero-ablate: head:1.0 is layer 1, head 0; neuron:0.5 is layer 0, neuron 5',
      parseAblations,
      [],
    )
    .addOption(backendOption())
    .requiredOption('--out <file>', 'output file')
    .action(inspect);
}

async function inspect(options: InspectOptions): Promise<void> {
  const { model, config: configFile, ids, targets: targetsFile } = options;
  const inputs = { '--model': model, '--config': configFile, '--ids': ids, '--targets': targetsFile };
  checkOutputFiles({ '--out': options.out }, inputs);
  const checkpoint = readModelFile(options);
  const { config } = checkpoint;
  const { B, T, values: tokens } = readTokenRows(options.ids);
  const targets = options.targets === undefined ? undefined : readTokenRows(options.targets);
  if (targets && (targets.B !== B || targets.T !== T)) {
    throw new Error(
      `The targets are ${targets.B} rows of ${targets.T}, the ids ${B} rows of ${T}; they must be alike.`,
    );
  }
  if (options.grads && !targets) throw new Error('--grads needs --targets, which define the loss.');
  const names = parseActivationNames(options.names, config);
  const problems = interventionProblems(options.ablate, config, { B, T });
  if (problems.length > 0) throw new Error(problems.join(' '));

  const started = await startNodeEngine(options.backend);
  const inspector = new Inspector(started.executor, config, uploadWeights(started.executor, checkpoint));
  const request = { B, T, tokens };
  const result = await inspector.run({
    ...request,
    names,
    interventions: await compileInterventions(inspector, config, request, options.ablate),
    targets: targets?.values,
    gradients: options.grads,
  });
  const tensors = toSafeTensors(result, config);
  await writeOutputFile(options.out, writeSafeTensors({ tensors, metadata: new Map() }));
  await printJson({
    out: options.out,
    tensors: tensors.size,
    loss: result.loss ?? null,
    ...engineLabels(started),
  });
}

function toSafeTensors(result: InspectorResult, config: ModelConfig): Map<string, SafeTensor> {
  const tensors = new Map<string, SafeTensor>();
  for (const [name, { shape, data }] of result.activations) tensors.set(name, { dtype: 'F32', shape, data });
  if (result.loss !== undefined)
    tensors.set('loss', { dtype: 'F32', shape: [1], data: Float32Array.of(result.loss) });
  for (const { name, shape } of transformerParameters(config)) {
    const data = result.weightGradients?.get(name);
    if (data) tensors.set(`grad.${name}`, { dtype: 'F32', shape, data });
  }
  return tensors;
}

function parseActivationNames(list: string, config: ModelConfig): ActivationName[] {
  const known = activationNames(config);
  if (list === 'all') return known;
  return list.split(',').map((name) => {
    const found = known.find((one) => one === name.trim());
    if (!found) throw new Error(`This model has no activation '${name.trim()}'; it has ${known.join(', ')}.`);
    return found;
  });
}

/** `head:1.0,neuron:0.5`: kind, layer, and index in the layer. */
function parseAblations(list: string): Intervention[] {
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

/** Within 32 bits: the conversion to Int32Array would wrap larger numbers. */
const Id = v.pipe(v.number(), v.integer(), v.minValue(-(2 ** 31)), v.maxValue(2 ** 31 - 1));
const Rows = v.pipe(
  v.array(v.pipe(v.array(Id), v.minLength(1))),
  v.minLength(1),
  v.check((rows) => rows.every((row) => row.length === rows[0].length)),
);

/** A JSON file of rows of ids, all of one length. */
function readTokenRows(path: string): { B: number; T: number; values: Int32Array<ArrayBuffer> } {
  const result = v.safeParse(Rows, readJson(path));
  if (!result.success)
    throw new Error(`${path} must hold rows of whole numbers, at least one, all of one length.`);
  return {
    B: result.output.length,
    T: result.output[0].length,
    values: Int32Array.from(result.output.flat()),
  };
}
