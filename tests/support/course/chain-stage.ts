// Reads the stage of chapter 4: the picture of a small network with its chain rule, and the panel beside it.

import type { Page } from 'puppeteer';
import { expect } from 'vitest';
import type { ChainScene } from '../../../src/ui/scenes/chain/chain-scene.ts';
import type { Stage } from '../../../src/ui/stage/stage.ts';
import { digestOfMap } from '../browser/canvas-digest.ts';
import { stageReader } from './stage-reader.ts';

export type ChainStage = ReturnType<typeof chainStage>;

const MAP = 'lab-app >>> lab-stage';

export function chainStage(page: Page) {
  const drawn = () =>
    page.$eval(MAP, (element) => {
      const { scene, renderRoot } = element as Stage & { readonly scene: ChainScene };
      const { motion, input } = scene;
      const { data, shot, lit } = input;
      if (!data || !shot) throw new Error('The picture has no numbers yet.');
      const { chain, request } = data;
      const { smallNetwork, nudged, paths, mean, gradient } = chain;
      const { of, network, nudge } = request;
      const numbers = (layers: readonly { readonly data: ArrayLike<number> }[]) =>
        layers.map((layer) => Array.from(layer.data));
      const formulas = renderRoot.querySelectorAll('.formulas lab-math');
      return {
        ...{ shot, lit, network, nudge, gradient, mean },
        of: `${of.kind}${of.layer}`,
        /** Of each path to the cost. */
        factors: paths.map(({ factors }) => factors.map(({ value }) => value)),
        /** By example. */
        slopes: Array.from(chain.sums.data),
        a: numbers(smallNetwork.a),
        z: numbers(smallNetwork.z),
        cost: smallNetwork.cost,
        change: nudged.cost - smallNetwork.cost,
        isMoving: motion.playing !== undefined,
        formulas: Array.from(formulas, (each) => (each as HTMLElement & { tex: string }).tex),
      };
    });

  return {
    ...{ ...stageReader(page), drawn },
    digest: () => digestOfMap(page, MAP),

    /** Without motion all has arrived; the products of the paths add up to the engine's gradient. */
    async agrees() {
      const { isMoving, formulas, factors, slopes, mean, gradient, shot } = await drawn();
      expect(isMoving).toBe(false);
      expect(formulas.length).toBeGreaterThan(0);
      expect(mean).toBeCloseTo(gradient ?? Number.NaN, 5);
      expect(mean).toBeCloseTo(sum(slopes) / slopes.length, 5);
      // With several examples, the paths are those of one of them.
      if (shot.at !== 'examples') expect(sum(factors.map(product))).toBeCloseTo(mean, 5);
    },
  };
}

export const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
const product = (numbers: readonly number[]) => numbers.reduce((all, each) => all * each, 1);
