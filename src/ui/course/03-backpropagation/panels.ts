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
import '../../views/digits/digit-cost/digit-cost.ts';
import { rankedNudges } from '../../views/digits/digit-gradient/nudges.ts';
import { withImage } from '../../views/digits/digit-panels.ts';
import type { Moment } from '../chapter.ts';
import { type DigitContext, type DigitOptions, digitPanel } from '../digit-stage/digit-panel.ts';
import { BATCH_SIZE, GALLERY_SIZE, renderGallery, TRAINING_PANELS } from '../digit-stage/training-panels.ts';
import { METHOD_NAMES, type Method } from './choices.ts';
import type { SgdPaths } from './sgd-paths.ts';
import './views/desired-output-changes/desired-output-changes.ts';
import './views/nudge-table/nudge-table.ts';
import './views/sgd-paths/sgd-paths.ts';
import './views/summed-desired-changes/summed-desired-changes.ts';
import './views/three-methods/three-methods.ts';
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

const summed = ({ desiredChanges }: Example, layer: number) =>
  html`<lab-summed-desired-changes .desiredChanges=${desiredChanges} .layer=${layer}></lab-summed-desired-changes>`;

export const PANELS = {
  'One image': {
    cost: ofImage(
      msg('The cost'),
      ['cost-breakdown'],
      ({ run }, { cost }) => html`<lab-digit-cost .cost=${cost} .kind=${run.kind}></lab-digit-cost>`,
    ),
    outputs: ofImage(
      msg('Desired outputs'),
      ['network-forward', 'wished-outputs'],
      (context, example) =>
        html`<lab-desired-output-changes .cost=${example.cost} .desiredChanges=${example.desiredChanges} .chosen=${outputOf(context, example)}></lab-desired-output-changes>`,
    ),
    ways: ofImage(
      msg('Three ways'),
      ['three-ways'],
      (context, example) => html`<lab-three-methods
        .gradient=${example.gradient} .desiredChanges=${example.desiredChanges} .weights=${example.weights.at(-1)}
        .output=${outputOf(context, example)} .method=${context.method} .live=${context.live}
      ></lab-three-methods>`,
    ),
    sum: ofImage(msg('Desired changes, summed'), ['summed-wishes'], ({ run }, example) =>
      summed(example, run.sizes.length - 2),
    ),
    back: ofImage(msg('Previous layer'), ['one-layer-back'], ({ run }, example) =>
      summed(example, Math.max(1, run.sizes.length - 3)),
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
      render: ({ run, live }, { nudges, weights, images }) => html`<lab-nudge-table
        .nudges=${nudges} .weights=${weights} .images=${images} .layers=${run.sizes.length - 1} .live=${live}
      ></lab-nudge-table>`,
    }),
    paths: panel({
      label: msg('Mini-batches'),
      views: ['minibatch-sgd'],
      fetch: fetchRecorded,
      render: ({ paths }, recorded) =>
        html`<lab-sgd-paths .task=${{ ...paths, result: paths.result ?? recorded }}></lab-sgd-paths>`,
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
