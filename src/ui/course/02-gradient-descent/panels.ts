// The panels of chapter 2: what each fetches and shows.

import { msg } from '@lit/localize';
import { html } from 'lit';
import type { CostBreakdown, DigitInput, DigitTraining } from '../../../workers/rpc/api/lab-api.ts';
import {
  fetchFirstImages,
  fetchGallery,
  fetchImageLenses,
  firstTrainingImages,
} from '../../state/digits/digit-images.ts';
import type { DigitReader } from '../../state/digits/digit-reader.ts';
import { queryDigits } from '../../state/query-lenses.ts';
import type { ComparedRun } from '../../types/digits.ts';
import type { TaskState } from '../../types/task.ts';
import { digitCost } from '../../views/digits/digit-cost.ts';
import { digitPanelStyles, withImage } from '../../views/digits/digit-panels.ts';
import { digitTrainingStyles } from '../../views/digits/digit-training.ts';
import { learnedFeatures, learnedFeaturesStyles } from '../../views/digits/learned-features.ts';
import '../../views/runs/run-comparison/run-comparison.ts';
import { CostsScene } from '../../scenes/costs/costs-scene.ts';
import { DescentScene } from '../../scenes/descent/descent-scene.ts';
import { ExampleScene } from '../../scenes/example/example-scene.ts';
import { LabelsScene } from '../../scenes/labels/labels-scene.ts';
import { LandscapeScene, NetworkLandscapeScene } from '../../scenes/landscape/landscape-scene.ts';
import { ParametersScene } from '../../scenes/parameters/parameters-scene.ts';
import type { Moment } from '../chapter.ts';
import { type DigitContext, digitPanel } from '../digit-stage/digit-panel.ts';
import {
  BATCH_SIZE,
  GALLERY_SIZE,
  parametersOf,
  renderGallery,
  TRAINING_PANELS,
} from '../digit-stage/training-panels.ts';
import type { Choices } from './choices.ts';
import { COMPARISONS, type ComparisonName, RECORDED } from './comparisons.ts';
import type { CostSliceResult, Directions, SlicePlaneRequest } from './cost-slice-controller.ts';
import { costSlice } from './figures/cost-slice.ts';
import { fetchNoise } from './figures/noise.ts';
import { noiseInput, noiseInputStyles } from './figures/noise-input.ts';
import { threeFunctions, threeFunctionsStyles } from './figures/three-functions.ts';
import {
  costsInput,
  descentInput,
  exampleInput,
  labelsInput,
  landscapeInput,
  ownLandscape,
} from './scene-inputs.ts';

export interface Context extends DigitContext {
  readonly choices: Choices;
  /** Of the moment. */
  readonly settings: NonNullable<Moment['settings']>;
  readonly plane: Directions;
  readonly slice: TaskState<SlicePlaneRequest, CostSliceResult>;
  /** Trained before the eyes of the visitor, in place of the recorded ones. */
  readonly comparisons: Readonly<
    Record<ComparisonName, { readonly runs?: readonly ComparedRun[] | undefined; readonly task: TaskState }>
  >;
}

/** Training images that the cost is averaged over. */
const COST_IMAGES = 1000;

export const FIGURE_STYLES = [
  ...[digitPanelStyles, digitTrainingStyles, learnedFeaturesStyles],
  ...[noiseInputStyles, threeFunctionsStyles],
];

const panel = digitPanel<Context>();

const comparison = (name: ComparisonName, label: string, shown: { startTime: number }) =>
  panel({
    label,
    ...shown,
    fetch: () => RECORDED[name](),
    render: ({ comparisons }, recorded) => {
      const { heading, explanation, steps, evaluatedSplit } = COMPARISONS[name];
      const { runs = recorded, task } = comparisons[name];
      return html`<lab-run-comparison
        .heading=${heading} .explained=${explanation} .job=${name} .steps=${steps} .tested=${evaluatedSplit}
        .runs=${runs} .task=${task}
      ></lab-run-comparison>`;
    },
  });

/** Before the first step. */
async function fetchFirstCost(
  digits: DigitReader,
  input: DigitInput,
  training: Partial<DigitTraining>,
): Promise<CostBreakdown> {
  const { comparisonRun } = await digits.lens('start-comparison-run', { from: 'fresh', training });
  try {
    return (await queryDigits(digits, { cost: input }, comparisonRun)).cost;
  } finally {
    void digits.lens('end-comparison-run', { comparisonRun }).catch(() => undefined);
  }
}

export const PANELS = {
  Images: {
    examples: TRAINING_PANELS.examples,
    noise: panel({
      label: msg('Noise'),
      views: ['noise-input'],
      needs: ['noise'],
      fetch: (digits, { noise }) => fetchNoise(digits, noise),
      render: ({ live }, noise) => noiseInput(noise, live),
    }),
  },
  Cost: {
    cost: panel({
      label: msg('Cost of one image'),
      views: ['network-forward', 'cost-breakdown'],
      needs: ['image', 'digit'],
      fetch: async (digits, { image: index, digit }) => ({
        ...(await fetchImageLenses(digits, index, { cost: { split: 'train', indices: [index] } })),
        gallery: await fetchGallery(digits, index, GALLERY_SIZE, digit),
      }),
      render: (context, { image, results, gallery }) => html`
        ${withImage(image, digitCost(results.cost, context.run.kind))} ${renderGallery(gallery, context)}
      `,
    }),
    small: panel({
      label: msg('Small or large'),
      views: ['two-costs'],
      needs: ['image', 'training'],
      fetch: async (digits, { image: index, training }) => {
        const input = { split: 'train' as const, indices: [index] };
        const first = await fetchFirstCost(digits, input, training);
        const { image, results } = await fetchImageLenses(digits, index, { cost: input });
        return { ...image, first, cost: results.cost };
      },
      scene: (kept, _, costs) => kept.get(ExampleScene).show(exampleInput(costs)),
    }),
    average: panel({
      label: msg('Average cost'),
      views: ['cost-average'],
      fetch: async (digits) => ({
        cost: await digits.lens('cost', firstTrainingImages(BATCH_SIZE)),
        images: await fetchFirstImages(digits, 'train', BATCH_SIZE),
      }),
      scene: (kept, { choices }, data) => kept.get(CostsScene).show(costsInput(data, choices)),
    }),
    numbers: panel({
      label: msg('13,002 numbers'),
      fetch: (digits) => queryDigits(digits, { weights: {}, cost: firstTrainingImages(BATCH_SIZE) }),
      scene: (kept, context, { weights, cost }) =>
        kept.get(ParametersScene).show(parametersOf(context, weights.layers, cost.mean)),
    }),
    functions: panel({
      label: msg('Three functions'),
      views: ['three-functions'],
      needs: ['image'],
      fetch: (digits, { image }) =>
        fetchImageLenses(digits, image, {
          cost: firstTrainingImages(COST_IMAGES),
          gradient: firstTrainingImages(BATCH_SIZE),
        }),
      render: ({ run }, { image, results }) => threeFunctions(run, results, image.activations),
    }),
  },
  Descent: {
    curve: panel({
      label: msg('One variable'),
      views: ['curve-1d-descent'],
      isOfNone: true,
      scene: (kept, context) => kept.get(DescentScene).show(descentInput(context)),
    }),
    surface: panel({
      label: msg('Two variables'),
      views: ['surface-2d-descent'],
      isOfNone: true,
      scene: (kept, context) => kept.get(LandscapeScene).show(landscapeInput(context)),
    }),
    gradient: TRAINING_PANELS.gradient,
    slice: panel({
      label: msg('Your network’s landscape'),
      views: ['cost-slice'],
      isOfVisitor: true,
      scene: (kept, { slice: { result } }) =>
        kept
          .get(NetworkLandscapeScene)
          .show(result?.request.directions === 'path' ? ownLandscape(result) : {}),
    }),
  },
  Training: {
    training: TRAINING_PANELS.training,
    rates: comparison('rates', msg('Step sizes'), { startTime: 403.2 }),
    labels: panel({
      label: msg('Shuffled labels'),
      views: ['label-shuffle'],
      isOfNone: true,
      fetch: () => RECORDED.labels(),
      scene: (kept, { choices }, runs) => kept.get(LabelsScene).show(labelsInput(runs, choices)),
    }),
    weights: panel({
      label: msg('Learned features'),
      views: ['feature-hierarchy', 'hidden-weight-gallery'],
      fetch: async (digits) => (await digits.lens('weights', {})).layers,
      render: ({ neuron }, layers) => learnedFeatures(layers[0], neuron),
    }),
  },
  Tools: {
    trained: comparison('labels', msg('Train with shuffled labels'), { startTime: 1058.3 }),
    planes: panel({
      label: msg('Planes through the weights'),
      startTime: 620.2,
      isOfVisitor: true,
      render: ({ plane, slice }) => costSlice(plane, slice),
    }),
  },
};
