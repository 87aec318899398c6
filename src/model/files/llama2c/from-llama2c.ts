// The two files of a llama2.c model, as the files of the same Llama.

import { KernelError } from '../../../kernels/errors.ts';
import { FILE_BUDGET, withinBudget } from '../../../shared/budget.ts';
import { endSentence } from '../../../shared/end-sentence.ts';
import { errorMessage } from '../../../shared/error-message.ts';
import type { Job } from '../../../shared/job.ts';
import { toTokenizerJson } from './llama2c-tokenizer.ts';
import { HEADER_BYTES, isPickle, readSizes, toLlamaConfig, toSafeTensors } from './llama2c-weights.ts';

const ENDING = /\.bin$/i;
const TOKENIZER = /^tok.*\.bin$/i;
const SAFE_TENSORS = /\.safetensors$/i;

/** The files, with those of a llama2.c model replaced by weights in safetensors, config.json and tokenizer.json. */
export async function* fromLlama2c(files: readonly File[]): Job<readonly File[]> {
  const [weights, other] = files.filter(({ name }) => ENDING.test(name) && !TOKENIZER.test(name));
  if (!weights || other) return files;
  const tokenizer = files.find(({ name }) => TOKENIZER.test(name));
  const kept = files.filter((file) => file !== weights && file !== tokenizer);
  let current = weights;
  try {
    const start = new DataView(await weights.slice(0, HEADER_BYTES).arrayBuffer());
    const sizes = readSizes(start);
    if (!sizes && (isPickle(start) || kept.some(({ name }) => SAFE_TENSORS.test(name)))) return files;
    if (!sizes)
      throw new KernelError(
        `it begins neither as a pickle nor with the ${HEADER_BYTES} bytes of a llama2.c header, which are seven sizes that fit each other`,
      );
    const safetensors = yield* toSafeTensors(weights, sizes);
    const replaced = [safetensors, jsonFile('config.json', toLlamaConfig(sizes))];
    if (tokenizer) {
      current = tokenizer;
      const reading = toTokenizerJson(await tokenizer.arrayBuffer(), sizes.V);
      replaced.push(jsonFile('tokenizer.json', yield* withinBudget(reading, FILE_BUDGET)));
    } else if (!kept.some(({ name }) => name === 'tokenizer.json')) {
      throw new KernelError('it is a model of llama2.c; choose its tokenizer.bin as well');
    }
    return [...kept, ...replaced];
  } catch (error) {
    throw new KernelError(`“${current.name}” cannot be opened: ${endSentence(errorMessage(error))}`);
  }
}

const jsonFile = (name: string, value: object) => new File([JSON.stringify(value)], name);
