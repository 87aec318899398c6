// Preview of a rank-one edit: its effect on every prompt, without a change of the model.

import type { Job } from '../../../shared/job.ts';
import { defineFrozenLens } from '../../shared/define-lens.ts';
import { formatPercent, formatTable } from '../../shared/text-table.ts';
import { EDIT_REQUEST, editSite } from '../edit-request.ts';
import { type EditedPromptResult, type EditResult, evaluateEdit } from '../evaluate-edit.ts';

export type { EditRequest } from '../edit-request.ts';
export type { EditedPromptResult, EditResult, PreservedCount } from '../evaluate-edit.ts';

export const editLens = defineFrozenLens({
  name: 'edit',
  request: EDIT_REQUEST,
  async *compute(frozen, request): Job<EditResult> {
    return (yield* evaluateEdit(frozen, request)).result;
  },
  table: {
    requiredOptions: ['subject', 'relation', 'to'],
    toRequest: (options, model) => ({
      subject: options.subject ?? '',
      relation: options.relation ?? '',
      newAnswer: options.to ?? '',
      site: editSite(options, model),
      preserveOthers: options.preserveOthers,
      seed: options.seed,
    }),
    format: (result) => editLines(result),
  },
});

function editLines(result: EditResult): string[] {
  const { site, others, sameFirstName, sameLastName, changed } = result;
  const rows = (kind: string, all: readonly EditedPromptResult[]) =>
    all.map(({ before, after }) => [
      kind,
      before.prompt,
      formatPercent(before.probability),
      formatPercent(after.probability),
      after.said.text,
    ]);
  const { subject, relation, oldAnswer, newAnswer } = result;
  return [
    `${relation} of ${subject}: ${oldAnswer} → ${newAnswer}, layer ${site.layer}, at the ${site.at === 'answer' ? 'answer' : 'subject’s last token'}`,
    ...formatTable([
      ['prompt', '', 'before', 'after', 'prediction'],
      ...rows('fitted', result.fitted),
      ...rows('paraphrase', result.paraphrases),
      ...rows('after other text', result.withText),
    ]),
    `other prompts with the same answer: ${others.kept} of ${others.of}; same first name ${sameFirstName.kept} of ${sameFirstName.of}, same last name ${sameLastName.kept} of ${sameLastName.of}`,
    ...changed.map(({ prompt, before, after }) => `  ${prompt}: ${before} → ${after}`),
  ];
}
