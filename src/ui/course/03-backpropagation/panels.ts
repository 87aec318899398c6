// The panels of chapter 3: what each fetches and shows.

import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { DigitWeight } from '../../../workers/rpc/api/lab-api.ts';
import {
  fetchGallery,
  fetchImageLenses,
  fetchImages,
  firstTrainingImages,
} from '../../state/digits/digit-images.ts';
import type { DigitReader } from '../../state/digits/digit-reader.ts';
import type { TaskState } from '../../types/task.ts';
import { digitCost } from '../../views/digits/digit-cost.ts';
import { rankedNudges } from '../../views/digits/digit-gradient/nudges.ts';
import { digitPanelStyles, withImage } from '../../views/digits/digit-panels.ts';
import { digitTrainingStyles } from '../../views/digits/digit-training.ts';
import type { Moment } from '../chapter.ts';
import { type DigitContext, type DigitOptions, digitPanel } from '../digit-stage/digit-panel.ts';
import { BATCH_SIZE, GALLERY_SIZE, renderGallery, TRAINING_PANELS } from '../digit-stage/training-panels.ts';
import { METHOD_NAMES, type Method } from './choices.ts';
import { desiredOutputChanges } from './figures/desired-output-changes.ts';
import { nudgeTable, nudgeTableStyles } from './figures/nudge-table.ts';
import { sgdPaths, sgdPathsStyles } from './figures/sgd-paths.ts';
import { summedDesiredChanges, summedDesiredChangesStyles } from './figures/summed-desired-changes.ts';
import { threeMethods, threeMethodsStyles } from './figures/three-methods.ts';
import type { SgdPaths } from './sgd-paths.ts';
import './views/training-code/training-code.ts';
import './views/two-components/two-components.ts';

export interface Context extends DigitContext {
  readonly method: Method;
  readonly paths: TaskState<undefined, SgdPaths>;
}

/** Columns of the table; the mean is over the whole batch. */
const TABLE_COLUMNS = 6;
/** Rows of the table for each layer: the weights with the largest gradients. */
const ROWS_PER_LAYER = 4;

/** The method that a moment explains. */
export const methodOf = ({ settings }: Moment): Method | undefined =>
  METHOD_NAMES.find((way) => way === settings?.way);

/** Activations, cost and desired changes of one image, and the gallery. */
async function fetchExample(
  digits: DigitReader,
  { image: index, digit }: Pick<DigitOptions, 'image' | 'digit'>,
) {
  const input = { split: 'train' as const, indices: [index] };
  const lenses = { weights: {}, cost: input, gradient: input, 'desired-changes': input };
  const [{ image, results }, gallery] = await Promise.all([
    fetchImageLenses(digits, index, lenses),
    fetchGallery(digits, index, GALLERY_SIZE, digit),
  ]);
  const { weights, cost, gradient, 'desired-changes': desiredChanges } = results;
  return { image, weights: weights.layers, cost, gradient, desiredChanges, gallery };
}

type Example = Awaited<ReturnType<typeof fetchExample>>;

async function fetchTable(digits: DigitReader, { image }: Pick<DigitOptions, 'image'>) {
  const others = firstTrainingImages(BATCH_SIZE).indices.filter((index) => index !== image);
  const input = { split: 'train' as const, indices: [image, ...others].slice(0, BATCH_SIZE) };
  const gradient = await digits.lens('gradient', input);
  const ranked = rankedNudges(gradient);
  const weights = gradient.layers.flatMap((_, at): DigitWeight[] =>
    ranked
      .filter(({ layer }) => layer === at + 1)
      .slice(0, ROWS_PER_LAYER)
      .map(({ nudge: _, ...weight }) => weight),
  );
  const nudges = await digits.lens('example-gradients', { input, weights });
  return {
    weights,
    nudges,
    images: await fetchImages(digits, 'train', input.indices.slice(0, TABLE_COLUMNS)),
  };
}

/** What the comparison gave when it was recorded, until the visitor trains it anew. */
async function fetchRecorded(): Promise<SgdPaths> {
  const { default: paths } = await import('./recorded/paths.json');
  return { ...paths, grid: { ...paths.grid, costs: Float32Array.from(paths.grid.costs) } };
}

const panel = digitPanel<Context>();

/** A view of one image, with that image and the gallery. */
const ofImage = (
  label: string,
  views: readonly string[],
  view: (context: Context, example: Example) => TemplateResult,
) =>
  panel({
    label,
    views,
    needs: ['image', 'digit'],
    fetch: fetchExample,
    render: (context, example) =>
      html`${withImage(example.image, view(context, example))} ${renderGallery(example.gallery, context)}`,
  });

/** The selected output; default: the label of the image. */
const outputOf = ({ neuron, run }: Context, { image }: Example): number =>
  neuron?.layer === run.sizes.length - 1 ? neuron.neuron : image.label;

export const FIGURE_STYLES = [
  ...[digitPanelStyles, digitTrainingStyles, nudgeTableStyles],
  ...[sgdPathsStyles, summedDesiredChangesStyles, threeMethodsStyles],
];

export const PANELS = {
  'One image': {
    cost: ofImage(msg('The cost'), ['cost-breakdown'], ({ run }, { cost }) => digitCost(cost, run.kind)),
    outputs: ofImage(msg('Desired outputs'), ['network-forward', 'wished-outputs'], (context, example) =>
      desiredOutputChanges(example, outputOf(context, example)),
    ),
    ways: ofImage(msg('Three ways'), ['three-ways'], (context, example) =>
      threeMethods(example, outputOf(context, example), context.method, context.live),
    ),
    sum: ofImage(msg('Desired changes, summed'), ['summed-wishes'], ({ run }, { desiredChanges }) =>
      summedDesiredChanges(desiredChanges, run.sizes.length - 2),
    ),
    back: ofImage(msg('Previous layer'), ['one-layer-back'], ({ run }, { desiredChanges }) =>
      summedDesiredChanges(desiredChanges, Math.max(1, run.sizes.length - 3)),
    ),
  },
  'Many images': {
    components: panel({
      label: msg('Two components'),
      views: ['two-components'],
      render: () => html`<lab-two-components></lab-two-components>`,
    }),
    gradient: TRAINING_PANELS.gradient,
    table: panel({
      label: msg('Table of nudges'),
      views: ['nudge-table'],
      needs: ['image'],
      fetch: fetchTable,
      render: ({ run, live }, nudges) => nudgeTable(nudges, run.sizes.length - 1, live),
    }),
    paths: panel({
      label: msg('Mini-batches'),
      views: ['minibatch-sgd'],
      fetch: fetchRecorded,
      render: ({ paths }, recorded) => sgdPaths(paths.result ?? recorded, paths),
    }),
  },
  Training: {
    training: TRAINING_PANELS.training,
    code: panel({
      label: msg('As code'),
      views: ['training-code'],
      render: () => html`<lab-training-code></lab-training-code>`,
    }),
    examples: TRAINING_PANELS.examples,
  },
};
