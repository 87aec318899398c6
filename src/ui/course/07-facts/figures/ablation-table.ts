// The accuracy with neurons ablated, and conclusions about cause and correlation.

import { msg, str } from '@lit/localize';
import type {
  AndFactsResult,
  CorrectCount,
  NeuronAblationResult,
} from '../../../../workers/rpc/api/lab-api.ts';
import { numberTable, percents, scrolling } from '../../../figures/number-table.ts';
import { formatInteger, formatPercent } from '../../../format/numbers.ts';

const ABLATION_LABELS: Record<NeuronAblationResult['which'], string> = {
  none: msg('nothing'),
  'most AND-like': msg('the most AND-like'),
  'largest contribution': msg('those with the largest contribution to the answer'),
  'most active': msg('the most active'),
  random: msg('the same number at random'),
};

type AblationResult = Omit<NeuronAblationResult, 'neurons'>;

export const ablationTable = (switchedOff: readonly AblationResult[], own: string) =>
  scrolling(
    numberTable(switchedOff, {
      names: { heading: msg('ten ablated neurons'), cell: ({ which }) => ABLATION_LABELS[which] },
      columns: [
        {
          heading: own,
          cell: ({ own }) => msg(str`${formatInteger(own.right)} of ${formatInteger(own.of)}`),
        },
        {
          heading: msg('at their mean'),
          title: msg('each neuron at its mean over all people instead of zero'),
          cell: ({ ownAtMean }) => formatInteger(ownAtMean.right),
        },
        percents(msg('right about all others'), ({ others }) => accuracyOf(others)),
      ],
    }),
  );

/** Thresholds on the share of lost answers: above the first the neurons are a cause, below the second they are not. */
const MOST_LOST = 0.5;
const LITTLE_LOST = 0.02;
const MIN_KNOWN = 0.5;

/** One sentence for each selection of neurons except the random one. */
export function ablationFindings({ switchedOff }: Pick<AndFactsResult, 'switchedOff'>): string[] {
  const whole = switchedOff.find(({ which }) => which === 'none');
  if (!whole) return [];
  if (accuracyOf(whole.own) < MIN_KNOWN)
    return [msg('The model does not know these facts yet. Train it first.')];
  return switchedOff
    .filter(({ which }) => which === 'most AND-like' || which === 'largest contribution')
    .map((each) => `${capitalize(ABLATION_LABELS[each.which])}: ${ablationFinding(whole, each)}`);
}

/** Of the neurons at their mean: zero is a value that a neuron seldom has, and takes away more than the fact. */
function ablationFinding(whole: AblationResult, { ownAtMean, others }: AblationResult): string {
  const lost = accuracyOf(whole.own) - accuracyOf(ownAtMean);
  const lostElsewhere = accuracyOf(whole.others) - accuracyOf(others);
  if (lost < LITTLE_LOST) return msg('only correlation: without these ten the answers stay.');
  if (lost < MOST_LOST)
    return msg(
      str`in part a cause: without them ${formatPercent(lost)} of the answers about the fact are gone.`,
    );
  const rest =
    lostElsewhere < LITTLE_LOST
      ? msg('and nearly all other facts stay')
      : msg(str`but so do ${formatPercent(lostElsewhere)} of all others`);
  return msg(
    str`cause. Without them ${formatPercent(lost)} of the answers about the fact are gone, ${rest}.`,
  );
}

const accuracyOf = ({ right, of }: CorrectCount) => right / Math.max(1, of);

const capitalize = (words: string) => words[0].toUpperCase() + words.slice(1);
