// Preview of a rank-one edit: its effect on every prompt, without a change of the model.

import type { Job } from '../../../shared/job.ts';
import { defineFrozenLens } from '../../shared/define-lens.ts';
import { columnTable, percents } from '../../shared/text-table.ts';
import { EDIT_REQUEST, editSite } from '../edit-request.ts';
import { type EditResult, evaluateEdit } from '../evaluate-edit.ts';

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
  const rows = [
    ...result.fitted.map((prompt) => ({ kind: 'fitted', ...prompt })),
    ...result.paraphrases.map((prompt) => ({ kind: 'paraphrase', ...prompt })),
    ...result.withText.map((prompt) => ({ kind: 'after other text', ...prompt })),
  ];
  const { subject, relation, oldAnswer, newAnswer } = result;
  return [
    `${relation} of ${subject}: ${oldAnswer} → ${newAnswer}, layer ${site.layer}, at the ${site.at === 'answer' ? 'answer' : 'subject’s last token'}`,
    ...columnTable(rows, [
      ['prompt', ({ kind }) => kind],
      ['', ({ before }) => before.prompt],
      percents('before', ({ before }) => before.probability),
      percents('after', ({ after }) => after.probability),
      ['prediction', ({ after }) => after.said.text],
    ]),
    `other prompts with the same answer: ${others.kept} of ${others.of}; same first name ${sameFirstName.kept} of ${sameFirstName.of}, same last name ${sameLastName.kept} of ${sameLastName.of}`,
    ...changed.map(({ prompt, before, after }) => `  ${prompt}: ${before} → ${after}`),
  ];
}
