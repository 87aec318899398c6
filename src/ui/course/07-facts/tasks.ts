// The tasks of chapter 7: an edited fact, MLPs that are switched off, and a name that says nothing.

import type { ActivationName } from '../../../workers/rpc/api/lab-api.ts';
import { formatPercent } from '../../format/numbers.ts';
import { modelOf } from '../questions/read-transformer.ts';
import type { Task } from '../tasks/task.ts';

const JORDAN = 'Michael Jordan plays the sport of';
const ENDING = 'plays the sport of';
const [COUNTRY, CITY] = ['Japan', 'Berlin'];
/** Of the other capitals. */
const KEPT = 0.9;

const capitalOf = (country: string) => `The capital of ${country} is`;

export const TASKS: readonly Task[] = [
  {
    id: 'facts/berlin-in-japan',
    title: 'Berlin in Japan',
    text: 'Make the network believe that the capital of Japan is Berlin, and leave the other capitals as they are.',
    hint: 'Open the panel “edit facts” below the map.',
    at: 776.1,
    async check(lab) {
      const said = async (country: string) =>
        (await lab.transformer.query({ prompt: capitalOf(country) })).next[0]?.text.trim();
      if ((await said(COUNTRY)) !== CITY) return undefined;
      const { vocabulary } = modelOf(lab);
      const { relations } = await lab.transformer.lens('relations', {});
      const pairs = relations.find(({ name }) => name === 'capital')?.pairs ?? [];
      const others = pairs.filter(({ from }) => vocabulary[from] !== COUNTRY);
      let kept = 0;
      for (const { from, to } of others) kept += Number((await said(vocabulary[from])) === vocabulary[to]);
      return kept >= KEPT * others.length
        ? `It says ${CITY} for ${COUNTRY}, and is right about ${kept} of ${others.length} other capitals.`
        : undefined;
    },
  },
  {
    id: 'facts/few-mlps',
    title: 'Forget the sport',
    text: `Switch off at most two MLPs so that the answer to “${JORDAN}” falls below one half.`,
    hint: 'Choose “Ablation” above the map, then click MLPs to switch them off.',
    at: 874.8,
    async check({ shot, transformer }) {
      const off = shot?.ablated?.mlps ?? [];
      if (off.length === 0 || off.length > 2) return undefined;
      const interventions = off.map((layer) => ({
        ...{ name: `blocks.${layer}.hook_mlp_out` as ActivationName, kind: 'zero' as const },
      }));
      const { next, variants } = await transformer.query({
        prompt: JORDAN,
        variants: { off: { interventions } },
      });
      const left = variants.off.next.find(({ id }) => id === next[0].id)?.probability ?? 0;
      return left < 0.5
        ? `Without the MLP of block ${off.map((layer) => layer + 1).join(' and ')}, “${next[0].text}” has ${formatPercent(left)}.`
        : undefined;
    },
  },
  {
    id: 'facts/unknown-name',
    title: 'A name that says nothing',
    text: `Write a name and “${ENDING}”, so that no sport gets more than one half.`,
    hint: 'Write into “Prompt” above the map. Mix first and last names.',
    at: 0,
    async check({ prompt, transformer }) {
      const text = prompt.trim();
      if (!text.endsWith(` ${ENDING}`)) return undefined;
      const { next, unknown } = await transformer.query({ prompt: text });
      return next[0] && unknown.length === 0 && next[0].probability <= 0.5
        ? `The most probable answer, “${next[0].text}”, has ${formatPercent(next[0].probability)}.`
        : undefined;
    },
  },
];
