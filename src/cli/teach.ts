// `lab teach`: gives a model rows of facts of one's own, trains it on, and asks all questions again as it goes.

import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { Lab } from '../workers/lab.ts';
import type { FactReading, FactRow } from '../workers/lab-api.ts';
import { nodeEngine } from './engine.ts';
import { readBytes } from './model.ts';
import { type BackendChoice, backendOption, wholeNumber } from './options.ts';
import { checkWritable, printResult } from './output.ts';

interface TeachOptions {
  model: string;
  facts: string[];
  steps: number;
  every: number;
  backend: BackendChoice;
  out?: string;
}

interface Score {
  right: number;
  of: number;
}

export function teachCommand(): Command {
  return new Command('teach')
    .description('train a model on with facts of your own, and ask all questions again as it goes')
    .requiredOption('--model <file>', 'a model of facts, saved by this lab')
    .requiredOption(
      '--facts <row...>',
      'rows such as “Grant Sanderson, sport, chess”; without an answer the fact is taken out',
    )
    .option('--steps <n>', 'training steps', wholeNumber, 300)
    .option('--every <n>', 'steps between two times of asking', wholeNumber, 50)
    .addOption(backendOption())
    .option('--out <file>', 'where to write the taught model')
    .action(teach);
}

async function teach({ model, facts, steps, every, backend, out }: TeachOptions): Promise<void> {
  const rows = facts.map(rowOf);
  if (every < 1) throw new Error('--every needs at least 1 step.');
  checkWritable(out);
  const lab = new Lab(undefined, async () => nodeEngine(backend));
  await lab.start({ backend });
  const { step: begun } = await lab.open(readBytes(model));
  const before = await factsOf(lab);
  await lab.teach(rows, steps);
  const asked = [{ steps: 0, ...scores(await factsOf(lab), rows, before) }];
  for (let taken = 1; taken <= steps; taken++) {
    await lab.step();
    if (taken % every !== 0 && taken !== steps) continue;
    process.stderr.write(`step ${begun + taken}\n`);
    asked.push({ steps: taken, ...scores(await factsOf(lab), rows, before) });
  }
  if (out) writeFileSync(out, await lab.save());
  await printResult({ begun, rows, asked });
}

/** Subject, relation, answer. */
function rowOf(text: string): FactRow {
  const [subject, relation, answer, ...more] = text.split(',').map((part) => part.trim());
  if (!subject || !relation || more.length > 0)
    throw new Error(`“${text}” is no row: it is to be “subject, relation, answer”.`);
  return answer ? { subject, relation, answer } : { subject, relation };
}

const factsOf = async (lab: Lab) => (await lab.lens('facts', {})).facts;

/** Of the questions about facts that were changed, about those that were new, and about all others: answered rightly. */
function scores(facts: readonly FactReading[], rows: readonly FactRow[], before: readonly FactReading[]) {
  const kinds = { changed: score(), added: score(), others: score() };
  for (const fact of facts) {
    const isTaught = rows.some((row) => isSame(row, fact));
    const was = before.some((known) => isSame(known, fact));
    const kind = kinds[!isTaught ? 'others' : was ? 'changed' : 'added'];
    kind.of += fact.replies.length;
    kind.right += fact.replies.filter(({ rank }) => rank === 1).length;
  }
  return kinds;
}

const score = (): Score => ({ right: 0, of: 0 });

const isSame = (a: Pick<FactRow, 'subject' | 'relation'>, b: Pick<FactRow, 'subject' | 'relation'>) =>
  a.subject === b.subject && a.relation === b.relation;
