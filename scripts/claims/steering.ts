// What steering changes, and what probes read, each beside its control.
import { bootstrapInterval } from '../../src/lenses/shared/bootstrap.ts';
import { formatPercent, formatTable } from '../../src/lenses/shared/text-table.ts';
import { offsetText } from '../../src/shared/offset-text.ts';
import type { LensResult } from '../../src/workers/rpc/api/lab-api.ts';
import type { Figures } from './figures.ts';
import { interval, keyOf } from './lens-figures.ts';
import { withBundled } from './open-model.ts';

type Steered = LensResult<'steering'>;

const JORDAN = 'Michael Jordan plays the sport of';
const SPORT = { kind: 'classes', set: 'sport', from: 'basketball', to: 'soccer' } as const;
const MEN = ['king', 'man', 'waiter', 'actor', 'uncle', 'boy', 'grandfather', 'nephew'];

export async function* steeringClaims(): AsyncGenerator<Figures> {
  yield await withBundled('world', async (model) => {
    const steer = (text: string, request: object = {}) =>
      model.lens('steering', { text, strength: 0.5, measure: false, ...request });
    const runs: Steered[] = [];
    for (const man of MEN) runs.push(await steer(`The ${man} said that`));
    const she = runs.map(({ compared }) => compared.find(({ text }) => text === 'she'));
    return {
      king: steeredFigures(await steer('The king said that', { measure: true })),
      sport: steeredFigures(
        await steer(JORDAN, {
          direction: SPORT,
          point: { layer: 1, site: 'hook_resid_pre' },
          strength: undefined,
        }),
      ),
      men: {
        count: MEN.length,
        before: meanFigures(she.map((token) => token?.before ?? 0)),
        after: meanFigures(she.map((token) => token?.after ?? 0)),
        kl: meanFigures(runs.map(({ kl }) => kl)),
        control: {
          kl: meanFigures(runs.map(({ random }) => random.kl.high)),
          she: Math.max(...she.map((token) => token?.random.high ?? 0)),
        },
      },
    };
  });
}

/** `tokens.she`, and other prompts by their last word: `others.is`. */
const steeredFigures = ({ kl, random, compared, others = [] }: Steered): Figures => ({
  kl,
  control: { ...random.kl },
  tokens: Object.fromEntries(
    compared.map(({ text, before, after, random: control }) => [
      keyOf(text),
      { before, after, control: { ...control } },
    ]),
  ),
  others: Object.fromEntries(
    others.map(({ text, before, after, kl: moved, random: control }) => [
      keyOf(text.split(' ').at(-1) ?? ''),
      { before: before.probability, after: after.probability, kl: moved, control: { ...control } },
    ]),
  ),
});

/** Over prompts, with 95 % of a bootstrap over them. */
const meanFigures = (values: readonly number[]) => ({
  mean: values.reduce((sum, each) => sum + each, 0) / values.length,
  ...interval(
    bootstrapInterval(
      values.map((numerator) => ({ numerator, denominator: 1 })),
      0,
    ),
  ),
});

/** Of the best place, of each that the docs name, and of the first at the same token. */
const PROBES = [
  ['owner', undefined],
  ['sport', [0, 1]],
  ['gender', [0, 2]],
  ['sense of mole', undefined],
] as const;

const PROBE_HEADER = ['place', 'held-out words, 95 %', 'shuffled labels, highest'];

export async function* probeClaims(): AsyncGenerator<string> {
  for (const [set, offsets] of PROBES)
    yield* await withBundled('world', async (model) => {
      const { places, shuffledBest, classes, rule } = await model.lens('probes', { set });
      const last = Math.max(...places.map(({ offset }) => offset));
      const chosen = places.filter(({ offset }) =>
        (offsets ?? [Math.min(0, last)]).some((each) => each === offset),
      );
      const rows = chosen.map(({ meaning, offset, accuracy, interval, shuffledHighest, asRule }) => [
        `${meaning}, ${offsetText(offset)}`,
        `${formatPercent(accuracy)} (${interval.map(formatPercent).join(' to ')})`,
        ...[shuffledHighest, ...(asRule === undefined ? [] : [asRule])].map(formatPercent),
      ]);
      return [
        `# world: probes of ${set}, ${classes.length} classes; with shuffled labels the best of ${places.length} places reaches ${formatPercent(Math.max(...shuffledBest))}`,
        ...formatTable([[...PROBE_HEADER, ...(rule ? [`read as ${rule.label}`] : [])], ...rows]),
        '',
      ];
    });
}
