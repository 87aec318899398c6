// The history of a digit network in its file's metadata.

import * as v from 'valibot';
import type { History } from '../../shared/history/history.ts';
import { numberSchema, parseHistory, stepSchema } from '../files/history-metadata.ts';

const ScoreSchema = v.object({ accuracy: numberSchema, cost: numberSchema, count: numberSchema });
const DigitEvaluationSchema = v.object({ step: stepSchema, test: ScoreSchema, train: ScoreSchema });

export type DigitHistory = History<v.InferOutput<typeof DigitEvaluationSchema>>;

export const readDigitHistory = (text: string | undefined, errorPrefix: string): DigitHistory | undefined =>
  parseHistory(DigitEvaluationSchema, text, errorPrefix);
