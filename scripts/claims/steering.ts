// What steering changes, and what probes read, each beside its control.
import { bootstrapInterval } from '../../src/shared/bootstrap.ts';
import type { LensResult } from '../../src/workers/rpc/api/lab-api.ts';
import type { TransformerSession } from '../../src/workers/session/transformer/transformer-session.ts';
import type { Figures } from './figures.ts';
import { interval, keyOf } from './lens-figures.ts';
import { withBundled, withCheckpoint } from './open-model.ts';

type Steered = LensResult<'steering'>;

const JORDAN = 'Michael Jordan plays the sport of';
const SPORT = { kind: 'classes', set: 'sport', from: 'basketball', to: 'soccer' } as const;
/** The highest of sixteen depends on the draw. */
const SHUFFLES = 200;
const MEN = ['king', 'man', 'waiter', 'actor', 'uncle', 'boy', 'grandfather', 'nephew'];

export async function* steeringClaims(): AsyncGenerator<Figures> {
  yield await withBundled('world', async (model) => {
    const steer = (text: string, request: object = {}) =>
      model.lens('steering', { text, strength: 0.5, measure: false, samples: SHUFFLES, ...request });
    const [runs, apart]: Steered[][] = [[], []];
    for (const man of MEN) {
      runs.push(await steer(`The ${man} said that`));
      apart.push(await steer(`The ${man} said that`, { apart: true }));
    }
    const sheOf = (steered: readonly Steered[]) =>
      steered.map(({ compared }) => compared.find(({ text }) => text === 'she'));
    const she = sheOf(runs);
    const highest = (tokens: typeof she, of: 'most' | 'high') =>
      Math.max(...tokens.map((token) => token?.random[of] ?? 0));
    return {
      king: steeredFigures(await steer('The king said that', { measure: true })),
      cosine: { ...runs[0].random.cosine },
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
          kl: {
            most: meanFigures(runs.map(({ random }) => random.kl.most)),
            high: meanFigures(runs.map(({ random }) => random.kl.high)),
          },
          she: { most: highest(she, 'most'), high: highest(she, 'high') },
          apart: highest(sheOf(apart), 'high'),
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

/** Each set at these distances from the labelled word; without any at the word itself, or the last before it. */
const PROBES = [
  ['last recipient', undefined],
  ['sport', [0, 1]],
  ['gender', [0, 2]],
  ['sense of mole', undefined],
] as const;

/** By set and distance, in forward order: `last-recipient.0.3.accuracy`; `best` of the first distance; and what the best place reaches with shuffled labels. */
export async function* probeClaims(): AsyncGenerator<Figures> {
  for (const [set, distances] of PROBES)
    yield {
      [keyOf(set)]: await withBundled('world', async (model) => {
        const { places, shuffledBest, classes, rule } = await model.lens('probes', { set });
        const offsets = distances ?? [Math.min(0, ...[Math.max(...places.map(({ offset }) => offset))])];
        return {
          ...{
            classes: classes.length,
            shuffled: Math.max(...shuffledBest),
            rule: rule?.right ?? Number.NaN,
          },
          ...Object.fromEntries(offsets.map((offset) => [offset, placesAt(places, offset)])),
          ...(set === 'sport' && { first: placesAt(places, -1) }),
          best: placesAt(places, offsets[0]).reduce((best, place) =>
            Number(place.accuracy) > Number(best.accuracy) ? place : best,
          ),
        };
      }),
    };
  yield { 'last-recipient': { checkpoints: await recipientAlongCheckpoints() } };
}

type Place = LensResult<'probes'>['places'][number];

const placesAt = (places: readonly Place[], offset: number): Figures[] =>
  places
    .filter((place) => place.offset === offset)
    .map(({ accuracy, interval: range, lookup = Number.NaN, seen = Number.NaN, asRule = Number.NaN }) => ({
      ...{ accuracy, ...interval(range), lookup, seen, asRule },
    }));

const RECIPIENT = { set: 'last recipient', place: { name: 'blocks.1.hook_resid_mid', offset: 0 } };
const RECIPIENT_STEPS = [0, 110, 381, 577, 873, 1322];

async function recipientAlongCheckpoints(): Promise<Figures> {
  const figures: Record<string, Figures> = {};
  const read = async (model: TransformerSession): Promise<Figures> => {
    const { places } = await model.lens('probes', RECIPIENT);
    const [{ accuracy, asRule = Number.NaN, shuffledHighest }] = places;
    return { accuracy, asRule, shuffledHighest };
  };
  for (const step of RECIPIENT_STEPS) figures[step] = await withCheckpoint('world', step, read);
  return { ...figures, end: await withBundled('world', read) };
}
