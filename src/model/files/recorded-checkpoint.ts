// A checkpoint of a bundled model's training: the weights alone, matrices in 8 bits with one scale a row.

import { KernelError } from '../../kernels/errors.ts';
import { finish, type Sliced } from '../../shared/budget.ts';
import type { Parameter } from '../architecture/parameters.ts';
import type { WeightValues } from '../architecture/weights.ts';
import { verifyDigestInSlices, withDigest } from './digest.ts';
import { readNamedTensors, rejectUnknownTensors } from './named-tensors.ts';
import { type SafeTensor, safeTensorsInSlices, writeSafeTensors } from './safetensors.ts';

export interface RecordedCheckpoint {
  readonly step: number;
  readonly weights: WeightValues;
  /** Its `trainingId`; absent from older files. */
  readonly training?: string;
}

/** Suffix of the scales of a matrix, one a row. */
const SCALE_SUFFIX = '.scale';
/** Symmetric: −127 to 127. */
const MAX_LEVEL = 127;
const ERROR_PREFIX = 'checkpoint';
const TRAINING_KEY = 'training';

/** Gains and biases stay floats: they are few. */
const isMatrix = ({ shape }: Parameter): boolean => shape.length > 1;
const scaleOf = ({ name, shape: [rows] }: Parameter): Parameter => ({
  name: name + SCALE_SUFFIX,
  shape: [rows],
  init: 'zeros',
  meaning: 'scale of each row',
});

export function writeRecordedCheckpoint(
  parameters: readonly Parameter[],
  { step, weights, training }: RecordedCheckpoint,
): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, SafeTensor>();
  for (const parameter of parameters) {
    const { name, shape } = parameter;
    const values = weights.get(name) as Float32Array<ArrayBuffer>;
    if (!isMatrix(parameter)) {
      tensors.set(name, { dtype: 'F32', shape, data: values });
      continue;
    }
    const { levels, scales } = quantizeRows(values, shape[0]);
    tensors.set(name, { dtype: 'I8', shape, data: levels });
    tensors.set(name + SCALE_SUFFIX, { dtype: 'F32', shape: [shape[0]], data: scales });
  }
  const metadata = new Map([['step', String(step)]]);
  if (training !== undefined) metadata.set(TRAINING_KEY, training);
  return writeSafeTensors(withDigest({ tensors, metadata }));
}

/** Throws one error if step, names, shapes, values or the checksum are invalid. */
export const readRecordedCheckpoint = (
  parameters: readonly Parameter[],
  bytes: Uint8Array,
): RecordedCheckpoint => finish(recordedCheckpointInSlices(parameters, bytes));

/** As `readRecordedCheckpoint`, with pauses. */
export function* recordedCheckpointInSlices(
  parameters: readonly Parameter[],
  bytes: Uint8Array,
): Sliced<RecordedCheckpoint> {
  const file = yield* safeTensorsInSlices(bytes);
  const step = Number(file.metadata.get('step') ?? Number.NaN);
  if (!Number.isSafeInteger(step) || step < 0)
    throw new KernelError(`${ERROR_PREFIX}: the file does not say of which step it is`);
  const scaleParameters = parameters.filter(isMatrix).map(scaleOf);
  rejectUnknownTensors(
    parameters,
    file.tensors,
    ERROR_PREFIX,
    scaleParameters.map(({ name }) => name),
  );
  const scales = readNamedTensors(scaleParameters, file.tensors, ERROR_PREFIX);
  const floats = new Map(file.tensors);
  for (const parameter of parameters) {
    const { name } = parameter;
    const tensor = file.tensors.get(name);
    if (isMatrix(parameter) && tensor?.data instanceof Int8Array)
      floats.set(name, {
        dtype: 'F32',
        shape: tensor.shape,
        data: dequantize(tensor.data, scales.get(name + SCALE_SUFFIX) as Float32Array),
      });
  }
  const weights = readNamedTensors(parameters, floats, ERROR_PREFIX);
  yield* verifyDigestInSlices(file, ERROR_PREFIX);
  const training = file.metadata.get(TRAINING_KEY);
  return { step, weights, ...(training !== undefined && { training }) };
}

/** Each row divided by its largest magnitude, in levels of 1/127. */
function quantizeRows(values: Float32Array, rows: number) {
  const columns = values.length / rows;
  const levels = new Int8Array(values.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const entries = values.subarray(row * columns, (row + 1) * columns);
    scales[row] = entries.reduce((max, value) => Math.max(max, Math.abs(value)), 0) / MAX_LEVEL;
    if (scales[row] > 0)
      levels.set(
        entries.map((value) => Math.round(value / scales[row])),
        row * columns,
      );
  }
  return { levels, scales };
}

function dequantize(levels: Int8Array, scales: Float32Array): Float32Array<ArrayBuffer> {
  const columns = levels.length / scales.length;
  const values = new Float32Array(levels.length);
  scales.forEach((scale, row) => {
    for (let i = row * columns; i < (row + 1) * columns; i++) values[i] = levels[i] * scale;
  });
  return values;
}
