// The tasks of chapter 7: an edited fact, MLPs that are switched off, and a name that says nothing.

import { msg, str } from '@lit/localize';
import type { ActivationName, RunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { formatList } from '../../format/lists.ts';
import { formatInteger, formatPercent } from '../../format/numbers.ts';
import { modelOf } from '../questions/read-transformer.ts';
import type { Task, TaskLab } from '../tasks/task.ts';

const JORDAN = 'Michael Jordan plays the sport of';
const ENDING = 'plays the sport of';
const [COUNTRY, CITY] = ['Japan', 'Berlin'];
/** Share of the other capitals. */
const KEPT = 0.9;

const capitalOf = (country: string) => `The capital of ${country} is`;

/** What a model said of the other capitals before it said Berlin. */
const saidBefore = new WeakMap<RunInfo, readonly string[]>();

/** What the model says of Japan's capital, and of the others. */
async function readCapitals(lab: TaskLab) {
  const { vocabulary } = modelOf(lab);
  const { relations } = await lab.transformer.lens('relations', {});
  const countries = relations
    .find(({ name }) => name === 'capital')
    ?.pairs.map(({ from }) => vocabulary[from]);
  if (!countries?.includes(COUNTRY)) throw new Error(msg('its data has no capitals.'));
  const { next, variants } = await lab.transformer.query({
    prompt: capitalOf(COUNTRY),
    variants: Object.fromEntries(
      countries.filter((each) => each !== COUNTRY).map((each) => [each, { prompt: capitalOf(each) }]),
    ),
  });
  const [own, ...others] = [next, ...Object.values(variants).map((each) => each.next)].map(
    ([first]) => first?.text.trim() ?? '',
  );
  return { own, others };
}

export const TASKS: readonly Task[] = [
  {
    id: 'facts/berlin-in-japan',
    title: msg('Berlin in Japan'),
    text: msg(
      'Make the network believe that the capital of Japan is Berlin, and leave at least nine of ten other capitals as they were.',
    ),
    hint: msg('Open the panel “edit facts” below the map.'),
    at: 776.1,
    async check(lab) {
      const run = modelOf(lab);
      const { own, others } = await readCapitals(lab);
      const before = saidBefore.get(run);
      if (own !== CITY) {
        if (!before) saidBefore.set(run, others);
        return undefined;
      }
      if (!before)
        throw new Error(
          msg(str`it says ${CITY} already. Undo that edit first, so that the others can be compared.`),
        );
      const kept = others.filter((answer, i) => answer === before[i]).length;
      return kept >= KEPT * others.length
        ? msg(
            str`It says ${CITY} for ${COUNTRY}, and as before for ${kept} of ${others.length} other capitals.`,
          )
        : undefined;
    },
  },
  {
    id: 'facts/few-mlps',
    title: msg('Forget the sport'),
    text: msg(str`Switch off at most two MLPs so that the answer to “${JORDAN}” falls below one half.`),
    hint: msg('Choose “Ablation” above the map, then click MLPs to switch them off.'),
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
        ? msg(
            str`Without the MLP of block ${formatList(off.map((layer) => formatInteger(layer + 1)))}, “${next[0].text}” has ${formatPercent(left)}.`,
          )
        : undefined;
    },
  },
  {
    id: 'facts/unknown-name',
    title: msg('A name that says nothing'),
    text: msg(str`Write a name and “${ENDING}”, so that no sport gets more than one half.`),
    hint: msg('Write into “Prompt” above the map. Mix first and last names.'),
    at: 0,
    async check({ prompt, transformer }) {
      const text = prompt.trim();
      if (!text.endsWith(` ${ENDING}`)) return undefined;
      const { next, unknown } = await transformer.query({ prompt: text });
      return next[0] && unknown.length === 0 && next[0].probability <= 0.5
        ? msg(str`The most probable answer, “${next[0].text}”, has ${formatPercent(next[0].probability)}.`)
        : undefined;
    },
  },
];
