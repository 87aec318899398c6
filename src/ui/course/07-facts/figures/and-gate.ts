// AND-like neurons of the current model, and what ablating them costs.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { AndGatesResult, AndNeuron } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { formatFixed, formatInteger, formatPercent, formatSigned } from '../../../format/numbers.ts';
import type { LensTaskState } from '../../../types/task.ts';
import { type ChosenFact, neuronChoice } from '../choices.ts';
import { factPicker, layerPicker, lensButton, lensJobStatus } from '../controls.ts';
import type { LensTasks } from '../lens-tasks.ts';
import { ablationFindings, ablationTable } from './ablation-table.ts';
import { gateTable } from './gate-table.ts';

/** @param tasks the facts, the search for AND gates, and the accuracy over many facts with neurons ablated */
export function andGatesOfModel(
  tasks: LensTasks,
  fact: ChosenFact | undefined,
  layer: number,
  layers: number,
): TemplateResult {
  const [facts, search] = [tasks.facts.state, tasks['and-gates'].state];
  const request = fact && { subject: fact.subject, relation: fact.relation, layer };
  return html`
    ${card(
      msg('In the current model'),
      msg('In the current model'),
      html`<div class="controls">
        ${facts.result && fact ? factPicker(facts.result, fact) : nothing} ${layerPicker(layer, layers)}
        ${lensButton(msg('Find AND gates'), 'and-gates', request, search, 'primary')}
      </div>`,
      lensJobStatus('facts', facts),
      lensJobStatus('and-gates', search),
      search.result
        ? found(search.result)
        : note(
            msg(
              'The search evaluates every neuron of this MLP at the answer position for all people in the data set. The table then compares its activation for this person, for people with one of the names, and for all others.',
            ),
          ),
    )}
    ${causes(tasks['and-gates-facts'].state, layer)}
  `;
}

const found = ({ subject, answer, facts, ...search }: AndGatesResult) => html`
  <p>
    ${msg(str`${subject} → ${answer}, MLP ${search.layer + 1}, step ${formatInteger(search.step)}. Others who share the first name: ${formatInteger(search.sameFirst)}; the last name: ${formatInteger(search.sameLast)}.`)}
  </p>
  ${
    search.byAnd.length > 0
      ? neurons(msg('The most AND-like neurons'), search.byAnd)
      : note(
          msg(
            'Nobody shares both names, so there is no comparison with either name alone. Select another person, or the data set “league”, in which all names are shared.',
          ),
        )
  }
  ${neurons(msg(str`The neurons that add most to “${answer}”`), search.byContribution)}
  ${note(
    msg(
      str`Mean activations at the answer position. Marked AND: at least twice as active for both names together as for either name with others. “Contribution” is the change of the answer’s logit (its score before softmax) relative to the average token. Of ${formatInteger(facts.asked)} people with both names shared, ${formatPercent(facts.withAnd / Math.max(1, facts.asked))} have at least one AND neuron in this MLP (${formatFixed(facts.unitsEach, 1)} on average); with activations shuffled between people ${formatPercent(facts.withAndByChance / Math.max(1, facts.asked))}. So the mark alone proves nothing; ablation below does.`,
    ),
  )}
  ${ablationTable(search.switchedOff, msg(str`right about ${subject}`))}
`;

const neurons = (title: string, all: readonly AndNeuron[]) =>
  gateTable(
    title,
    msg('neuron'),
    msg('contribution'),
    all.slice(0, 5).map(({ neuron, table, isAnd, contribution }) => ({
      ...{ unit: neuron, isAnd, both: table?.both, table, note: formatSigned(contribution) },
    })),
    neuronChoice,
  );

/** The effect of ablation over many facts, since one fact alone is not significant. */
const causes = (average: LensTaskState<'and-gates-facts'>, layer: number) =>
  card(
    msg('Cause or correlation'),
    msg('Cause or correlation?'),
    note(
      msg(
        'An activation that goes with a fact is only a correlation. The neuron is a cause if the model loses the fact without it. So ten neurons at a time are ablated (set to zero), and all facts are queried again.',
      ),
    ),
    html`<div class="controls">
      ${lensButton(msg(str`Switch off for 20 facts, MLP ${layer + 1}`), 'and-gates-facts', { layer }, average)}
    </div>`,
    lensJobStatus('and-gates-facts', average),
    average.result
      ? html`
          ${ablationTable(average.result.switchedOff, msg(str`right about the fact, of ${formatInteger(average.result.subjects.length)}`))}
          ${ablationFindings(average.result).map((sentence) => html`<p>${sentence}</p>`)}
        `
      : nothing,
    note(
      msg(
        'Compare “facts” with “league” (choose it above the stage). “facts” has real names and two layers that share the task. “league” has one layer, and only the first and last name together determine the sport, as in the video.',
      ),
    ),
  );
