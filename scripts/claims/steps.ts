// What a step of training teaches, and how far gradients foretell it; and the tuned lens.

import { agreementFigures } from './agreement.ts';
import type { Figures } from './figures.ts';
import { keyOf } from './lens-figures.ts';
import { withBundled } from './open-model.ts';

const JORDAN = 'Michael Jordan plays the sport of';
const GLASS_BALL = 'The glass ball fell on the steel table. The';
/** The embedding, and attention and MLP of the first blocks. */
const LISTED_PARTS = 4;
/** The default is between them. */
const RATES = { low: 0.007, default: undefined, high: 0.7 };

export async function* tunedClaims(): AsyncGenerator<Figures> {
  yield await withBundled('world', async (model) => {
    const { stages, positions } = await model.lens('tuned-lens', {});
    return {
      positions,
      stages: stages.map(({ plain, leastSquares, tuned }) => ({ plain, leastSquares, tuned })),
    };
  });
}

export async function* stepClaims(): AsyncGenerator<Figures> {
  yield {
    update: await withBundled('world', async (model) => {
      const { agreement, prompts } = await model.lens('step-update', { texts: [GLASS_BALL] });
      const [{ change, parts }] = prompts;
      const sumOf = (some: typeof parts) => ({
        estimate: some.reduce((sum, part) => sum + part.estimate, 0),
        exact: some.reduce((sum, part) => sum + part.exact, 0),
        direct: some.reduce((sum, part) => sum + part.direct, 0),
      });
      return {
        ...{ agreement, change, later: sumOf(parts.slice(LISTED_PARTS)), sum: sumOf(parts) },
        parts: Object.fromEntries(
          parts.map(({ name, estimate, exact, direct }) => [keyOf(name), { estimate, exact, direct }]),
        ),
      };
    }),
  };
  yield {
    influence: await withBundled('world', async (model) => {
      const figures: Record<string, Figures> = {};
      for (const [name, asked] of Object.entries(RATES)) {
        const { rows, rate } = await model.lens('influence', { text: JORDAN, rate: asked });
        const agreement = (key: 'alone' | 'leftOut') =>
          agreementFigures(rows.map((row) => [{ predicted: row.estimate, measured: row[key] }]));
        figures[name] = {
          ...{ rate, rows: rows.length, alone: agreement('alone'), leftOut: agreement('leftOut') },
          shared: agreementFigures(rows.map((row) => [{ predicted: -row.shared, measured: row.alone }])),
        };
      }
      return figures;
    }),
  };
}
