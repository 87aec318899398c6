// `lab teach`: trains a model on facts of one's own, and evaluates all facts as it goes.

import { Command } from 'commander';
import { type BackendChoice, backendOption, parseInteger } from '../../node/command-options.ts';
import { startNodeEngine } from '../../node/node-engine.ts';
import { printJson, printMessage } from '../../node/terminal.ts';
import type { FactResult, FactRow } from '../../workers/rpc/api/lab-api.ts';
import type { Lab } from '../../workers/session/lab.ts';
import { parseFactRow } from '../shared/fact-rows.ts';
import { interruptible, interruptionError } from '../shared/interruption.ts';
import { openModelOfLab } from '../shared/model-file.ts';
import { createNodeLab } from '../shared/node-lab.ts';
import { checkOutputFiles, writeOutputFile } from '../shared/output-files.ts';

interface TeachOptions {
  model: string;
  facts: string[];
  steps: number;
  evalInterval: number;
  backend: BackendChoice;
  out?: string;
}

interface Score {
  right: number;
  of: number;
}

export function teachCommand(): Command {
  return new Command('teach')
    .description('train a model on facts of your own, and evaluate all facts as it goes')
    .requiredOption('--model <file>', 'model of facts as safetensors, saved by this lab')
    .requiredOption(
      '--facts <row...>',
      'rows such as “Grant Sanderson, sport, chess”; without an answer the fact is removed',
    )
    .option('--steps <n>', 'training steps', parseInteger, 300)
    .option('--eval-interval <n>', 'steps between two evaluations', parseInteger, 50)
    .addOption(backendOption())
    .option('--out <file>', 'output file')
    .action(runTeach);
}

async function runTeach({ model, facts, steps, evalInterval, backend, out }: TeachOptions): Promise<void> {
  const rows = facts.map(parseFactRow);
  if (evalInterval < 1) throw new Error('--eval-interval must be at least 1.');
  checkOutputFiles({ '--out': out });
  const lab = createNodeLab(async () => startNodeEngine(backend));
  await lab.start({ backend });
  const { step: startStep } = await openModelOfLab(lab, model);
  const before = await evaluateFacts(lab);
  await lab.transformer.teach(rows, steps);
  const evaluations = [{ steps: 0, ...scoreByKind(await evaluateFacts(lab), rows, before) }];
  await interruptible(async (signal) => {
    signal.addEventListener('abort', () => lab.transformer.pause());
    let trainedSteps = 0;
    while (trainedSteps < steps && !signal.aborted) {
      const step = await lab.transformer.step(Math.min(evalInterval, steps - trainedSteps));
      trainedSteps = step - startStep;
      if (signal.aborted) break;
      printMessage(`step ${step}`);
      evaluations.push({ steps: trainedSteps, ...scoreByKind(await evaluateFacts(lab), rows, before) });
    }
    if (out !== undefined) await writeOutputFile(out, await lab.transformer.save());
    if (signal.aborted) throw interruptionError(signal, startStep + trainedSteps, out);
  });
  await printJson({ begun: startStep, rows, asked: evaluations });
}

const evaluateFacts = async (lab: Lab) => (await lab.transformer.lens('facts', {})).facts;

/** Correct answers to the prompts of changed facts, of added facts and of all others. */
function scoreByKind(facts: readonly FactResult[], rows: readonly FactRow[], before: readonly FactResult[]) {
  const kinds = { changed: emptyScore(), added: emptyScore(), others: emptyScore() };
  for (const fact of facts) {
    const isUserFact = rows.some((row) => isSameFact(row, fact));
    const isKnown = before.some((known) => isSameFact(known, fact));
    const kind = kinds[!isUserFact ? 'others' : isKnown ? 'changed' : 'added'];
    kind.of += fact.replies.length;
    kind.right += fact.replies.filter(({ rank }) => rank === 1).length;
  }
  return kinds;
}

const emptyScore = (): Score => ({ right: 0, of: 0 });

const isSameFact = (a: Pick<FactRow, 'subject' | 'relation'>, b: Pick<FactRow, 'subject' | 'relation'>) =>
  a.subject === b.subject && a.relation === b.relation;
