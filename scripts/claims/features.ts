// Transcoders of `world` and `facts` over seeds, and how well attribution graphs predict what ablation does.
import { formatPercent, formatTable } from '../../src/lenses/shared/text-table.ts';
import { lossRecovered } from '../../src/shared/loss-recovered.ts';
import type { LensResult } from '../../src/workers/rpc/api/lab-api.ts';
import { agreementText } from './agreement.ts';
import { lensOutput } from './lens-lines.ts';
import { withBundled } from './open-model.ts';

const SEEDS = [0, 1, 2];
const FIRST_LINES = 20;

export async function* featureClaims(): AsyncGenerator<string> {
  for (const preset of ['world', 'facts'])
    yield* await withBundled(preset, async (model, info) => {
      const { lines } = await lensOutput(model, info, 'transcoders', {});
      const results = [];
      for (const seed of SEEDS) results.push(await model.lens('transcoders', { seed }));
      return [`# ${preset}: transcoders, two seeds`, ...lines, '', ...seedLines(preset, results), ''];
    });
  yield* await withBundled('world', async (model, info) => {
    const options = {
      prompt: 'Michael Jordan plays the sport of',
      answer: 'basketball',
      contrast: 'tennis',
      count: 20,
    };
    const { result, lines } = await lensOutput(model, info, 'attribution-graph', { options });
    const { checks } = result as typeof result & { checks: LensResult<'feature-intervention'>[] };
    const at = lines.findIndex((line) => line.startsWith('logit of'));
    const ablations = lines.findIndex((line) => line.startsWith('ablated'));
    return [
      '# world: attribution graph',
      ...lines.slice(at, at + FIRST_LINES),
      '',
      ...lines.slice(ablations),
      '',
      'correlation of predicted and measured changes, 95 % of a bootstrap over ablated features',
      `the answer, directly: ${agreementText(checks.map(({ change }) => [change.direct]))}`,
      `the answer, over all paths: ${agreementText(checks.map(({ change }) => [change.total]))}`,
      `inputs of later features: ${agreementText(checks.map(({ features }) => features.map(({ direct }) => direct)))}`,
      '',
    ];
  });
}

/** Lowest to highest; the loss recovered is beside ablation to the mean, which recovers nothing. */
function seedLines(preset: string, results: readonly LensResult<'transcoders'>[]): string[] {
  const range = (values: readonly number[]) =>
    `${formatPercent(Math.min(...values))} to ${formatPercent(Math.max(...values))}`;
  const rows = results[0].layers.map(({ layer }) => {
    const own = results.map(({ layers }) => layers[layer]);
    return [
      String(layer),
      range(own.map(({ explainedBeside }) => explainedBeside)),
      range(own.map(({ loss }) => lossRecovered(loss, 'mean'))),
    ];
  });
  const all = ['all', '', range(results.map(({ loss }) => lossRecovered(loss, 'mean')))];
  return [
    `# ${preset}: transcoders, ${results.length} seeds, lowest to highest`,
    ...formatTable([['layer', 'held-out rows explained', 'loss recovered (mean)'], ...rows, all]),
  ];
}
