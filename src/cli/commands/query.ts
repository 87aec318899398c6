// `lab query`: activations, predictions and lens results of one prompt, all from the weights of one step, as JSON.

import { Command } from 'commander';
import { requestKeys } from '../../lenses/shared/define-lens.ts';
import type { BackendChoice } from '../../node/command-options.ts';
import { backendOption } from '../../node/command-options.ts';
import { startNodeEngine } from '../../node/node-engine.ts';
import { printJson } from '../../node/terminal.ts';
import { LENSES } from '../../workers/requests/lens-requests.ts';
import type { Query } from '../../workers/rpc/api/lab-api.ts';
import { parseJsonOption, toPlainJson } from '../shared/json.ts';
import { parseLensName } from '../shared/lens-name.ts';
import {
  configOption,
  type ModelPaths,
  openModel,
  tokenizerOption,
  weightsOption,
} from '../shared/model-file.ts';
import { createNodeLab } from '../shared/node-lab.ts';

interface QueryOptions extends ModelPaths {
  prompt: string;
  activations: string;
  lenses: string;
  backend: BackendChoice;
}

export function queryCommand(): Command {
  return new Command('query')
    .description('activations, predictions and lens results of one prompt, as JSON')
    .requiredOption('--model <file>', 'model as safetensors')
    .addOption(configOption())
    .addOption(tokenizerOption())
    .addOption(weightsOption())
    .requiredOption('--prompt <text>', 'text that the model reads')
    .option('--activations <list>', 'TransformerLens names, separated by commas', '')
    .option(
      '--lenses <json>',
      'request by lens name, e.g. {"logit-lens": {}}; `text` is the prompt where left out',
      '{}',
    )
    .addOption(backendOption())
    .action(runQuery);
}

async function runQuery({ prompt, activations, lenses, backend, ...paths }: QueryOptions): Promise<void> {
  const requests = Object.entries(parseJsonOption('lenses', lenses)).map(([given, request]) => {
    const name = parseLensName(given);
    const readsText = requestKeys(LENSES[name].request).includes('text');
    return [name, { ...(readsText && { text: prompt }), ...(request as object) }];
  });
  const lab = createNodeLab(async () => startNodeEngine(backend));
  await lab.start({ backend });
  await openModel(lab, paths);
  const names = activations.split(',').flatMap((name) => name.trim() || []);
  const query = { prompt, activations: names, lenses: Object.fromEntries(requests) } as Query;
  await printJson(toPlainJson(await lab.transformer.query(query)));
}
