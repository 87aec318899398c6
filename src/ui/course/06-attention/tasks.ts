// The tasks of chapter 6: heads at work on one’s own text, and heads that are switched off.

import { msg, str } from '@lit/localize';
import type { ActivationName, Intervention, RunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { formatPercent, formatSignedFixed } from '../../format/numbers.ts';
import { isSameModel, type ModelKey } from '../questions/model-key.ts';
import { type HeadIndex, headName, headsOf, modelOf, readAttention } from '../questions/read-transformer.ts';
import type { Task, TaskJob, TaskLab } from '../tasks/task.ts';

const JORDAN = 'Michael Jordan plays the sport of';
const ABLATION = msg('Choose “Ablation” above the map, then click heads to switch them off.');
/** How far a noun has to look back, and how much. */
const [FAR, MUCH] = [3, 0.5];

const ablatedHeads = ({ shot }: TaskLab): readonly HeadIndex[] => shot?.ablated?.heads ?? [];

/** How much the loss rises without each head of the model that was measured last. */
let measured: { readonly model: ModelKey; readonly changes: Map<string, number> } | undefined;

/** What is measured stays, also where the visitor stops it: the next time goes on from there. */
async function measureHeads(lab: TaskLab, job: TaskJob): Promise<ReadonlyMap<string, number>> {
  const { model } = lab;
  if (!measured || !isSameModel(measured.model, model)) measured = { model, changes: new Map() };
  await ablateEach(lab, modelOf(lab), job, measured.changes);
  return measured.changes;
}

async function ablateEach(
  { transformer }: TaskLab,
  { model }: RunInfo,
  { signal, report }: TaskJob,
  changes: Map<string, number>,
): Promise<void> {
  for (let layer = 0; layer < model.L; layer++)
    for (let head = 0; head < model.H; head++) {
      signal.throwIfAborted();
      report(layer * model.H + head, model.L * model.H);
      if (changes.has(headName({ layer, head }))) continue;
      const request = { text: JORDAN, layer, head, kind: 'zero', batches: 1, seed: 1 } as const;
      changes.set(headName({ layer, head }), (await transformer.lens('head-ablation', request)).change);
    }
}

export const TASKS: readonly Task[] = [
  {
    id: 'attention/far-adjective',
    title: msg('An adjective far away'),
    text: msg(
      str`Write a sentence in which a word looks back over at least ${FAR} words and gives more than half of its attention there, in the head for adjectives.`,
    ),
    hint: msg('Write into “Prompt” above the map: put more adjectives between an adjective and its noun.'),
    at: 507.2,
    async check(lab) {
      if (lab.prompt.trim() === '') return undefined;
      const { 'noun to adjective': head } = await headsOf(lab, 'noun to adjective');
      const { tokens, weightOf } = await readAttention(lab, lab.prompt);
      for (let query = FAR; query < tokens.length; query++)
        // The first word is where heads look that look for nothing.
        for (let key = 1; key <= query - FAR; key++)
          if (weightOf(head, query, key) > MUCH)
            return msg(
              str`“${tokens[query]}” gives “${tokens[key]}” ${formatPercent(weightOf(head, query, key))} in ${headName(head)}.`,
            );
      return undefined;
    },
  },
  {
    id: 'attention/two-heads',
    title: msg('The two that hurt most'),
    text: msg(
      'Switch off two heads: those two without which, each alone, the loss rises most. The lab measures all heads, which takes some seconds.',
    ),
    hint: ABLATION,
    at: 1231.4,
    async check(lab, job) {
      const off = ablatedHeads(lab);
      if (off.length !== 2) return undefined;
      const changes = await measureHeads(lab, job);
      const worst = [...changes].sort(([, a], [, b]) => b - a).slice(0, 2);
      const names = off.map(headName);
      return worst.every(([name]) => names.includes(name))
        ? `${worst.map(([name, change]) => msg(str`${name}: ${formatSignedFixed(change, 2)} nats`)).join(', ')}.`
        : undefined;
    },
  },
  {
    id: 'attention/forget-basketball',
    title: msg('It takes few heads'),
    text: msg(
      str`Switch off at most three heads so that “${JORDAN}” no longer ends in the sport that the network says now.`,
    ),
    hint: ABLATION,
    at: 1277.5,
    async check(lab) {
      const off = ablatedHeads(lab);
      if (off.length === 0 || off.length > 3) return undefined;
      const interventions = off.map(
        ({ layer, head }): Intervention => ({
          ...{ name: `blocks.${layer}.attn.hook_z` as ActivationName, kind: 'zero' as const, head },
        }),
      );
      const { next, variants } = await lab.transformer.query({
        prompt: JORDAN,
        variants: { off: { interventions } },
      });
      const [before, after] = [next[0], variants.off.next[0]];
      return before.id === after.id
        ? undefined
        : msg(
            str`Without ${off.map(headName).join(', ')} it says “${after.text}” instead of “${before.text}”.`,
          );
    },
  },
];
