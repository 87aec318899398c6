// What steering changes, what probes read, and how gradients foretell what a row teaches, each beside its control.
import { bootstrapInterval } from '../../src/lenses/shared/bootstrap.ts';
import { formatPercent, formatTable } from '../../src/lenses/shared/text-table.ts';
import { offsetText } from '../../src/shared/offset-text.ts';
import type { LensResult } from '../../src/workers/rpc/api/lab-api.ts';
import { agreementText } from './agreement.ts';
import { lensOutput } from './lens-lines.ts';
import { withBundled } from './open-model.ts';

const MEN = ['king', 'man', 'waiter', 'actor', 'uncle', 'boy', 'grandfather', 'nephew'];
/** The default is between them. */
const RATES = [0.007, undefined, 0.7];

export async function* steeringClaims(): AsyncGenerator<string> {
  yield* await withBundled('world', async (model, info) => {
    const print = async (options: Parameters<typeof lensOutput>[3]['options']) =>
      (await lensOutput(model, info, 'steering', { options })).lines;
    const sport = { set: 'sport', from: 'basketball', to: 'soccer', layer: 1 };
    return [
      '# world: steering, beside random directions',
      ...(await print({ prompt: 'The king said that', strength: 0.5 })),
      '',
      ...(await print({ prompt: 'Michael Jordan plays the sport of', ...sport })),
      '',
    ];
  });
  yield* await withBundled('world', async (model) => {
    const runs: LensResult<'steering'>[] = [];
    for (const man of MEN)
      runs.push(
        await model.lens('steering', { text: `The ${man} said that`, strength: 0.5, measure: false }),
      );
    const mean = (values: readonly number[]) => {
      const clusters = values.map((numerator) => ({ numerator, denominator: 1 }));
      const [low, high] = bootstrapInterval(clusters, 0).map((each) => each.toFixed(2));
      return `${(values.reduce((sum, each) => sum + each, 0) / values.length).toFixed(2)} (${low} to ${high})`;
    };
    const she = (run: (typeof runs)[number], side: 'before' | 'after') =>
      run.compared.find(({ text }) => text === 'she')?.[side] ?? 0;
    return [
      `# world: steering by gender, ${MEN.length} prompts, 95 % of a bootstrap over them`,
      `p(she) before ${mean(runs.map((run) => she(run, 'before')))}, after ${mean(runs.map((run) => she(run, 'after')))}`,
      `KL ${mean(runs.map(({ kl }) => kl))}, of the strongest of ${runs[0].random.count} random directions ${mean(runs.map(({ random }) => random.kl.high))}`,
      '',
    ];
  });
}

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
  yield* await withBundled('world', async (model, info) => [
    '# world: tuned lens beside the logit lens',
    ...(await lensOutput(model, info, 'tuned-lens', {})).lines,
    '',
  ]);
}

export async function* influenceClaims(): AsyncGenerator<string> {
  yield* await withBundled('world', async (model) => {
    const text = 'Michael Jordan plays the sport of';
    const rows = [];
    for (const given of RATES) {
      const { rows: found, rate } = await model.lens('influence', { text, rate: given });
      const agreement = (key: 'alone' | 'leftOut') =>
        agreementText(found.map((row) => [{ predicted: row.estimate, measured: row[key] }]));
      const shared = agreementText(found.map((row) => [{ predicted: -row.shared, measured: row.alone }]));
      rows.push([rate.toPrecision(2), agreement('alone'), agreement('leftOut'), shared]);
    }
    const head = ['rate', 'estimates and rows alone', 'and rows left out', 'shared tokens and rows alone'];
    return [
      '# world: influence of the rows of a batch, correlations, 95 % of a bootstrap over rows',
      ...formatTable([head, ...rows]),
      '',
    ];
  });
}
