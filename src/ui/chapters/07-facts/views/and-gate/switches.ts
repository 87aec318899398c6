// What is still known with neurons switched off, as a table, and what that says about cause.

import { html } from 'lit';
import type { AndFactsReading, Right, SwitchedOff } from '../../../../../workers/lab-api.ts';
import { percent, whole } from '../../../../views/numbers.ts';

const NAMES: Record<SwitchedOff['which'], string> = {
  none: 'nothing',
  'most AND-like': 'the most AND-like',
  'largest contribution': 'those that add most to the answer',
  random: 'as many drawn at random',
};

type Switched = Pick<SwitchedOff, 'which' | 'own' | 'others'>;

export const switchTable = (switchedOff: readonly Switched[], own: string) => html`
  <div class="scroll" tabindex="0">
    <table class="switches">
      <thead>
        <tr>
          <th scope="col">ten neurons switched off</th>
          <th scope="col">${own}</th>
          <th scope="col">right about all others</th>
        </tr>
      </thead>
      <tbody>
        ${switchedOff.map(
          ({ which, own, others }) => html`
            <tr>
              <th scope="row">${NAMES[which]}</th>
              <td>${whole(own.right)} of ${whole(own.of)}</td>
              <td>${percent(shareOf(others))}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  </div>
`;

/** Of the answers: so many gone, and the neurons are the cause; fewer than so many, and they are none. */
const MOST = 0.5;
const LITTLE = 0.02;
const KNOWN = 0.5;

/** One sentence for each way of choosing neurons by what they do. */
export function verdictsOf({ switchedOff }: Pick<AndFactsReading, 'switchedOff'>): string[] {
  const whole = switchedOff.find(({ which }) => which === 'none');
  if (!whole) return [];
  if (shareOf(whole.own) < KNOWN)
    return ['The model hardly knows these facts yet, so there is nothing to take away: train it first.'];
  return switchedOff
    .filter(({ which }) => which === 'most AND-like' || which === 'largest contribution')
    .map((each) => `${capital(NAMES[each.which])}: ${verdictOf(whole, each)}`);
}

function verdictOf(whole: Switched, { own, others }: Switched): string {
  const lost = shareOf(whole.own) - shareOf(own);
  const lostElsewhere = shareOf(whole.others) - shareOf(others);
  if (lost < LITTLE)
    return 'only correlation. Nothing depends on these ten: the answers stay without them, because others do the same work.';
  if (lost < MOST)
    return `in part a cause. Without them ${percent(lost)} of the answers about the fact are gone; the rest stays, as others do the same work.`;
  const rest =
    lostElsewhere < LITTLE
      ? 'and nearly all other facts stay'
      : `but so do ${percent(lostElsewhere)} of all others`;
  return `cause. Without them ${percent(lost)} of the answers about the fact are gone, ${rest}.`;
}

const shareOf = ({ right, of }: Right) => right / Math.max(1, of);

const capital = (words: string) => words[0].toUpperCase() + words.slice(1);
