// What the chapter's scenes show.

import type { AndInput } from '../../scenes/and/and-scene.ts';
import type { Question, RowsInput } from '../../scenes/rows/rows-scene.ts';
import type { LensTaskState } from '../../types/task.ts';
import { choice, toyChoice } from './choices.ts';
import { CURVES, PEOPLE, TOY_CURVES, type ToyActivation, type ToyRow, type ToySettings } from './toy.ts';

const AND_PEOPLE: AndInput['people'] = PEOPLE.map(({ name, coordinates: [first, last] }) => ({
  ...{ name, at: [first, last] },
}));
const AND_ROWS: Readonly<Record<ToyRow, AndInput['row']>> = { M: [1, 0], 'M + J': [1, 1] };
const AND_CURVES = Object.fromEntries(
  TOY_CURVES.map((name) => [name, { name, of: CURVES[name], isLine: name === 'none' }]),
) as Record<ToyActivation, AndInput['curve']>;
const chooseBias = (bias: number) => toyChoice({ bias });

/** For the plane of AND. */
export const andInput = ({ row, bias, curve }: ToySettings): AndInput => ({
  ...{ people: AND_PEOPLE, row: AND_ROWS[row], bias, curve: AND_CURVES[curve], biasEvent: chooseBias },
});

const ask = (asked: Question) => choice({ asked });
type NamesState = LensTaskState<'name-directions'>;

/** For rows as questions. */
export const rowsInput = ({ result: names, error }: NamesState, asked: Question): Partial<RowsInput> => ({
  ...{ names, error, asked, ask },
});
