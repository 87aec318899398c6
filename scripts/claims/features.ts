// Transcoders of `world` and `facts` over seeds, and how well attribution graphs predict what ablation does.
import { lossRecovered } from '../../src/shared/loss-recovered.ts';
import type { LensResult } from '../../src/workers/rpc/api/lab-api.ts';
import type { Figures } from './figures.ts';
import { graphFigures } from './graphs.ts';
import { withBundled } from './open-model.ts';
import { spread } from './spread.ts';

const SEEDS = [0, 1, 2];

export async function* featureClaims(): AsyncGenerator<Figures> {
  for (const preset of ['world', 'facts'])
    yield await withBundled(preset, async (model) => {
      const results = [await model.lens('transcoders', { seed: 0, seeds: 2 })];
      for (const seed of SEEDS.slice(1)) results.push(await model.lens('transcoders', { seed }));
      return { [preset]: transcoderFigures(results) };
    });
  yield { graph: await withBundled('world', graphFigures) };
  yield { jumprelu: spread(await jumpReluRatios()) };
}

const SITES = [
  ['hook_resid_post', 1],
  ['attn.hook_z', 1],
  ['mlp.hook_post', 2],
  ['hook_mlp_out', 3],
] as const;

/** L0 over k of autoencoders with JumpReLU. */
async function jumpReluRatios(): Promise<number[]> {
  const ratios: number[] = [];
  for (const [site, layer] of SITES)
    for (const k of [8, 16, 32])
      await withBundled('world', async (model) => {
        const request = {
          layer,
          site,
          k,
          activation: 'jumprelu',
          features: 512,
          steps: 300,
          seed: 0,
        } as const;
        ratios.push((await model.lens('sparse-autoencoder', request)).used / k);
      });
  return ratios;
}

/** Of the first seed, and the range over all. */
function transcoderFigures(results: readonly LensResult<'transcoders'>[]): Figures {
  const range = (of: (result: LensResult<'transcoders'>) => number) => spread(results.map(of));
  const [{ layers, loss }] = results;
  return {
    layers: layers.map(({ layer, explained, explainedBeside, used, dead, loss, stability }) => ({
      ...{ explained, explainedBeside, used, dead, ...stability },
      zero: lossRecovered(loss, 'zero'),
      mean: lossRecovered(loss, 'mean'),
      seeds: {
        explainedBeside: range((result) => result.layers[layer].explainedBeside),
        mean: range((result) => lossRecovered(result.layers[layer].loss, 'mean')),
      },
    })),
    found: spread(layers.map(({ stability }) => stability?.found ?? Number.NaN)),
    loss: { ...loss },
    recovered: lossRecovered(loss, 'mean'),
    seeds: range((result) => lossRecovered(result.loss, 'mean')),
  };
}
