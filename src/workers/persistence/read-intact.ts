// Distinguishes damaged files of runs from those that cannot be opened for another reason.

import { verifyDigestInSlices } from '../../model/files/digest.ts';
import { headerInSlices, safeTensorsInSlices } from '../../model/files/safetensors.ts';
import { FILE_BUDGET, type Sliced, withinBudget } from '../../shared/budget.ts';
import { errorMessage } from '../../shared/error-message.ts';
import type { Job } from '../../shared/job.ts';
import type { NetworkKind } from '../rpc/api/run-library-api.ts';

/** The bytes of a file are not those that were written. */
export class DamagedFileError extends Error {}

/** Runs the reading of a file. @throws DamagedFileError if it fails because the file is damaged */
export async function* readIntact<Result>(file: Uint8Array, reading: Job<Result>): Job<Result> {
  try {
    return yield* reading;
  } catch (error) {
    if (yield* withinBudget(isIntact(file), FILE_BUDGET)) throw error;
    throw new DamagedFileError(errorMessage(error), { cause: error });
  }
}

function* isIntact(file: Uint8Array): Sliced<boolean> {
  try {
    yield* verifyDigestInSlices(yield* safeTensorsInSlices(file), 'file');
    return true;
  } catch {
    return false;
  }
}

/** The network whose run a file holds, from its header. */
export async function* networkOf(file: Uint8Array): Job<NetworkKind> {
  const { metadata } = yield* withinBudget(headerInSlices(file, file.length), FILE_BUDGET);
  return metadata.has('digits') ? 'digits' : 'model';
}
