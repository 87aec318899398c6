// Figures of what lenses return, under names by which the docs refer to them.
import type { LinkShare } from '../../src/lenses/attention/link-heads.ts';
import { meanAndDeviation } from '../../src/lenses/patching/spread.ts';
import type { Tensor } from '../../src/lenses/shared/results.ts';
import { correlation } from '../../src/shared/correlation.ts';
import { nullSummary } from '../../src/shared/null-summary.ts';
import type { LensResult } from '../../src/workers/rpc/api/lab-api.ts';
import type { Figures } from './figures.ts';
import { spread } from './spread.ts';

/** `head 0.2 → head 1.3 v` is `head-0-2-head-1-3-v`. */
export const keyOf = (label: string): string =>
  label.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');

export const interval = ([low, high]: readonly number[]) => ({ low, high });

/** Of `all` links, `word-1` and so on. */
export const shareFigures = (shares: readonly LinkShare[]): Figures =>
  Object.fromEntries(
    shares.map(({ of, interval: ofOwn, largest, largestInterval, ...share }) => [
      keyOf(of),
      { ...share, ...interval(ofOwn), largest: { share: largest, ...interval(largestInterval) } },
    ]),
  );

/** `mlp.<layer>.last-token` and so on, with `recovered`, `low` and `high`; `between` is of all states after the subject. */
export function traceFigures(result: LensResult<'causal-trace-facts'>): Figures {
  const { traced, clean, corrupted, places, rows } = result;
  const ofKind = (kind: (typeof rows)[number]['kind']) =>
    rows
      .filter((row) => row.kind === kind)
      .map(({ recovered, intervals = [] }) =>
        Object.fromEntries(
          places.map((place, p) => [
            keyOf(place),
            { recovered: recovered[p], ...interval(intervals[p] ?? [Number.NaN, Number.NaN]) },
          ]),
        ),
      );
  return {
    ...{ traced, clean, corrupted },
    embedding: ofKind('embedding'),
    attention: ofKind('attention'),
    mlp: ofKind('mlp'),
    residual: ofKind('residual'),
    mlpAtSubject: Math.max(
      ...rows
        .filter(({ kind }) => kind === 'mlp')
        .flatMap(({ recovered }) => [
          recovered[places.indexOf('first subject token')],
          recovered[places.indexOf('last subject token')],
        ]),
    ),
    between: spread(rows.map(({ recovered }) => recovered[places.indexOf('after the subject')])),
  };
}

/**
 * `clean`, `corrupt` and `lost`, means over the pairs; restored by site, layer and position, such as `hook-resid-pre.1.5`; by heads at all
 * positions, `heads.<layer>.<head>`; and how well estimates agree with what was patched.
 */
export function patchingFigures({ pairs, sites, neurons }: LensResult<'patching'>): Figures {
  const mean = (values: readonly number[]) => meanAndDeviation(values).mean;
  const clean = mean(pairs.map(({ cleanMetric }) => cleanMetric));
  const corrupt = mean(pairs.map(({ corruptMetric }) => corruptMetric));
  const bySite = sites.flatMap(({ site, exact }) =>
    exact ? [[keyOf(site), table(exact.mean)] as const] : [],
  );
  const heads = sites.find(({ exactAllPositions }) => exactAllPositions)?.exactAllPositions;
  const deviations = heads && table(heads.deviation);
  return {
    ...{ clean, corrupt, lost: clean - corrupt },
    ...Object.fromEntries(bySite),
    heads: heads
      ? table(heads.mean).map((row, layer) =>
          row.map((restored, head) => ({ restored, deviation: deviations?.[layer][head] ?? 0 })),
        )
      : [],
    agreement: {
      sites: spread(sites.flatMap(({ correlation: r }) => r ?? [])),
      neurons: correlation(
        neurons.map(({ estimate }) => estimate),
        neurons.map(({ exact }) => exact),
      ),
    },
  };
}

/** [layer][position], or [layer][position and head]. */
function table({ shape: [rows, ...rest], data }: Tensor): number[][] {
  const columns = rest.reduce((product, size) => product * size, 1);
  return Array.from({ length: rows }, (_, row) => [...data.subarray(row * columns, (row + 1) * columns)]);
}

/** By label: `embed-head-0-0-v.exact`. */
export const edgeFigures = ({ edges, correlation: r }: LensResult<'path-patching'>): Figures => ({
  count: edges.length,
  agreement: r ?? Number.NaN,
  edges: Object.fromEntries(
    edges.map(({ label, exact = Number.NaN, estimate = Number.NaN }) => [keyOf(label), { exact, estimate }]),
  ),
});

/** Of the circuit, of random ones, and of those of other sizes by the edges that were taken: `curve.50.faithfulness`. */
export function circuitFigures({ circuit, ranked, scores, random, curve }: LensResult<'circuit'>): Figures {
  return {
    ...{ ...scores, edges: circuit.length, of: ranked.length },
    random: {
      faithfulness: nullSummary(random.map(({ faithfulness }) => faithfulness)),
      completeness: nullSummary(random.map(({ completeness }) => completeness)),
    },
    curve: Object.fromEntries(curve.map(({ taken, ...point }) => [taken, point])),
  };
}

/** `heads.<layer>.<head>`, with its score by the name of a pattern; `best.<pattern>`, with the head as `<layer>.<head>`. */
export function headTableFigures({ patterns, heads, copying }: LensResult<'head-table'>): Figures {
  const H = 1 + Math.max(...heads.map(({ head }) => head));
  const rows = heads.map(({ patterns: scores, copying: copies, ablation }) => ({
    ...Object.fromEntries(
      patterns.map(({ name }, p) => [
        keyOf(name),
        { score: scores[p].score, positional: scores[p].positional ?? Number.NaN },
      ]),
    ),
    copying: copies,
    ...(ablation && { ablation: { change: ablation.change, ...interval(ablation.interval) } }),
  }));
  const best = (of: (head: (typeof heads)[number]) => number) => {
    const top = heads.reduce((most, head) => (of(head) > of(most) ? head : most));
    return { score: of(top), head: Number(`${top.layer}.${top.head}`) };
  };
  return {
    heads: Array.from({ length: rows.length / H }, (_, layer) => rows.slice(layer * H, (layer + 1) * H)),
    best: {
      ...Object.fromEntries(
        patterns.map(({ name }, p) => [keyOf(name), best((head) => head.patterns[p].score)]),
      ),
      copying: best((head) => head.copying),
    },
    chance: {
      ...Object.fromEntries(patterns.map(({ name, bestByChance }) => [keyOf(name), bestByChance])),
      copying: copying.bestByChance,
    },
  };
}
