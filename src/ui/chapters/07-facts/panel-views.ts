// What each panel of the stage is made of, once the engine has answered what it asks.

import { html, nothing, type TemplateResult } from 'lit';
import type { FactReading } from '../../../workers/lab-api.ts';
import type { LabState } from '../../controllers/lab-state.ts';
import type { LookState } from '../../controllers/long-look.ts';
import '../../views/measures/measures.ts';
import '../../views/next-token/next-token.ts';
import type { Held } from './events.ts';
import type { Looks } from './looks.ts';
import type { Panel } from './panels.ts';
import type { MlpReading, Reading } from './reading.ts';
import type { ToySettings } from './toy.ts';
import './views/activation-plot/activation-plot.ts';
import './views/angles/angles.ts';
import './views/and-gate/and-gate.ts';
import './views/columns/columns.ts';
import './views/edits/edits.ts';
import './views/fact-table/fact-table.ts';
import './views/fact-toy/fact-toy.ts';
import './views/features/features.ts';
import './views/layers/layers.ts';
import './views/mlp-block/mlp-block.ts';
import './views/mlp-count/mlp-count.ts';
import './views/logit-parts/logit-parts.ts';
import './views/neuron-card/neuron-card.ts';
import './views/own-angles/own-angles.ts';
import './views/squeeze/squeeze.ts';
import './views/teach/teach.ts';
import './views/trace/trace.ts';
import './views/word-sum/word-sum.ts';

/** A prompt that was read, and everything else the panels draw. */
export interface Scene extends Reading {
  readonly toy: ToySettings;
  /** The position looked at, and the neuron of the MLP. */
  readonly token: number;
  readonly neuron: number;
  /** Absent until the data set's facts are known. */
  readonly fact?: FactReading;
  readonly looks: Looks;
  readonly edit: LookState;
  readonly held?: Held;
  readonly lab: LabState;
  /** Why an edit could not be undone, or facts not be taught; a sentence, or empty. */
  readonly problem: string;
}

export const PANEL_VIEWS: Readonly<Record<Panel, (scene: Scene) => TemplateResult>> = {
  next: ({ inspection }) => html`
    <section class="card" aria-label="What it says next">
      <h2>What comes next</h2>
      <lab-next-token .next=${inspection.next}></lab-next-token>
      <p class="explained">
        If the right answer is at the top, the model must have stored it somewhere among its weights. Where, is what this
        chapter looks for.
      </p>
    </section>
  `,
  layers: ({ layers }) => (layers ? html`<lab-layers .reading=${layers}></lab-layers>` : html``),
  directions: ({ question, analogy }) =>
    question.words
      ? html`<lab-word-sum
          .vocabulary=${question.run.vocabulary}
          .words=${question.words}
          .answer=${analogy}
        ></lab-word-sum>`
      : html``,
  toy: ({ holding, question, toy }) => html`<lab-fact-toy
    .settings=${toy}
    .holding=${holding}
    .layer=${question.layer}
  ></lab-fact-toy>`,
  block: (scene) =>
    ofMlp(
      scene,
      (mlp) =>
        html`<lab-mlp-block .reading=${mlp} .token=${scene.token} .neuron=${scene.neuron}></lab-mlp-block>`,
    ),
  gate: ({ question: { run, layer }, toy, fact, looks }) => html`<lab-and-gate
    .settings=${toy}
    .facts=${looks.facts.state}
    .fact=${fact}
    .layer=${layer}
    .layers=${run.model.L}
    .look=${looks.andGates.state}
    .average=${looks.andFacts.state}
  ></lab-and-gate>`,
  curve: (scene) =>
    ofMlp(scene, ({ pre, post, M, curve, tokens }) => {
      const { token, neuron } = scene;
      const at = (values: Float32Array) => values.subarray(token * M, (token + 1) * M);
      return html`<lab-activation-plot
        .pre=${at(pre)}
        .post=${at(post)}
        .curve=${curve}
        .neuron=${neuron}
        .token=${tokens[token].text}
      ></lab-activation-plot>`;
    }),
  columns: (scene) =>
    ofMlp(scene, ({ post, M, layer }) =>
      scene.attribution
        ? html`<lab-mlp-columns
            .attribution=${scene.attribution}
            .post=${post.subarray(post.length - M)}
            .layer=${layer}
          ></lab-mlp-columns>`
        : html``,
    ),
  parts: ({ attribution, inspection: { next }, question: { rival = '' } }) =>
    attribution
      ? html`<lab-logit-parts .attribution=${attribution} .next=${next} .rival=${rival}></lab-logit-parts>`
      : html``,
  squeeze: (scene) => html`
    <lab-squeeze .look=${scene.looks.toySuperposition.state}></lab-squeeze>
    ${ownAngles(scene)}
  `,
  angles: (scene) => html`
    <lab-angles
      .layer=${scene.question.layer}
      .angles=${scene.looks.angles.state}
      .spread=${scene.looks.spread.state}
      .push=${scene.looks.pushApart.state}
    ></lab-angles>
    ${ownAngles(scene)}
  `,
  features: (scene) =>
    ofMlp(
      scene,
      ({ layer, M }) => html`<lab-features
        .layer=${layer}
        .layers=${scene.question.run.model.L}
        .neurons=${M}
        .facts=${scene.looks.facts.state}
        .fact=${scene.fact}
        .dictionary=${scene.looks.dictionary.state}
        .feature=${scene.looks.feature.state}
        .ofFact=${scene.looks.factFeatures.state}
      ></lab-features>`,
    ),
  neuron: (scene) =>
    ofMlp(
      scene,
      ({ layer, M }) => html`<lab-neuron-card
        .neuron=${scene.neuron}
        .neurons=${M}
        .layer=${layer}
        .layers=${scene.question.run.model.L}
        .look=${scene.looks.neuron.state}
        .next=${scene.inspection.next}
        .changed=${scene.changed}
        .held=${scene.held?.value}
      ></lab-neuron-card>`,
    ),
  facts: factPanel,
  trace: ({ fact, looks, question }) => html`<lab-trace
    .prompt=${question.run.onlyLookedAt ? question.prompt : undefined}
    .facts=${looks.facts.state}
    .fact=${fact}
    .trace=${looks.trace.state}
    .average=${looks.traceFacts.state}
  ></lab-trace>`,
  edit: ({ fact, looks, edit, lab, problem, question: { run } }) => html`<lab-edits
    .facts=${looks.facts.state}
    .model=${run.model}
    .fact=${fact}
    .work=${edit}
    .edits=${lab.edits}
    .training=${lab.runState === 'training'}
    .problem=${problem}
  ></lab-edits>`,
  counts: ({ parameters = [] }) => html`<lab-mlp-count .parameters=${parameters}></lab-mlp-count>`,
};

function factPanel({ question: { run }, fact, looks, lab, problem }: Scene): TemplateResult {
  const { state } = looks.facts;
  return html`
    <lab-fact-table .look=${state} .fact=${fact} .step=${lab.step}></lab-fact-table>
    ${
      state.answer
        ? html`<lab-teach
            .reading=${state.answer}
            .fact=${fact}
            .own=${run.taught ?? []}
            .training=${lab.runState === 'training'}
            .problem=${problem}
          ></lab-teach>`
        : nothing
    }
    ${
      run.onlyLookedAt
        ? nothing
        : html`<section class="card" aria-label="Recall while training">
            <h2>Recall, step by step</h2>
            <lab-measures .evaluations=${lab.evaluations} .steps=${run.training.steps}></lab-measures>
          </section>`
    }
  `;
}

function ownAngles(scene: Scene): TemplateResult {
  const { looks, lab, question } = scene;
  return ofMlp(
    scene,
    () => html`<lab-own-angles
      .tokens=${question.run.model.V}
      .layer=${question.layer}
      .step=${lab.step}
      .look=${looks.ownAngles.state}
    ></lab-own-angles>`,
  );
}

function ofMlp({ mlp }: Scene, view: (mlp: MlpReading) => TemplateResult): TemplateResult {
  if (mlp) return view(mlp);
  return html`<p class="card">
    This model is made of attention alone: it has no MLP to look into. Train “facts”, which has one in each layer.
  </p>`;
}
