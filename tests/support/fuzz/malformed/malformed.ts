// Malformed input for every reader: each case ends within its budget, with a result or with one sentence of the lab, and leaves
// the model and the prototypes as they were.

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseModelSource } from '../../../../src/downloads/model-source.ts';
import { text as textData } from '../../../../src/model/data/text/text.ts';
import { parseConfigJson } from '../../../../src/model/files/config-json.ts';
import { readSafeTensors, writeSafeTensors } from '../../../../src/model/files/safetensors.ts';
import { tokenizerFromJson } from '../../../../src/model/tokenizers/tokenizer-json.ts';
import { planProblems, type RunSettings, settingProblems } from '../../../../src/model/training/run-plan.ts';
import { runToCompletion } from '../../../../src/shared/job.ts';
import { parseStrictJson } from '../../../../src/shared/strict-json.ts';
import { toCsv } from '../../../../src/ui/files/csv.ts';
import { readTextFile } from '../../../../src/ui/files/text-file.ts';
import { parseNotes } from '../../../../src/ui/state/notes/notes-markdown.ts';
import { parsePage } from '../../../../src/ui/state/page/page-url.ts';
import { restoreRun } from '../../../../src/workers/persistence/run-file.ts';
import type { Lab } from '../../../../src/workers/session/lab.ts';
import { openPackedMnist } from '../../model/packed-mnist.ts';
import { tinyRun } from '../../model/tiny-model.ts';
import { createLab } from '../../workers/lab-fixtures.ts';
import * as formats from './formats.ts';
import { damagedText } from './values.ts';

/** Processor time of one case. */
const BUDGET_SECONDS = 10;
const READERS = 11;
const CHAPTER = { number: 6, title: 'Attention', videoId: 'abc', duration: 1570 };
const LAB = 'https://lab.example/';
const JAVASCRIPT_ERRORS = [TypeError, RangeError, ReferenceError, SyntaxError, URIError];
/** Sentences of engines and libraries. The generators write none of these words. */
const FOREIGN =
  /is not a function|is not iterable|Cannot (read|convert|destructure)|undefined|\[object |call stack|Invalid (type|key|array)/;

const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype];
const ownNames = () => PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).length).join();
const before = ownNames();

/** Whether the input was accepted. */
async function expectAnswer(read: () => unknown): Promise<boolean> {
  let isAccepted = true;
  const start = process.cpuUsage();
  try {
    await read();
  } catch (error) {
    isAccepted = false;
    expect(error).toBeInstanceOf(Error);
    if ((error as Error).name === 'AssertionError') throw error;
    for (const kind of JAVASCRIPT_ERRORS) expect(error).not.toBeInstanceOf(kind);
    const { message } = error as Error;
    expect(message.length).toBeGreaterThan(10);
    expect(message.length).toBeLessThan(1000);
    expect(message).not.toMatch(FOREIGN);
  }
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1e6, 'seconds').toBeLessThan(BUDGET_SECONDS);
  expect(ownNames()).toBe(before);
  return isAccepted;
}

/** A session whose requests are not checked by the compiler. */
interface AnySession {
  lens(name: string, request: unknown, onProgress: () => boolean): Promise<unknown>;
  query(request: unknown): Promise<{ readonly errors: Readonly<Record<string, string>> }>;
}

/** JSON as text, damaged or not. */
const asText = (value: fc.Arbitrary<unknown>) => damagedText(value.map((each) => JSON.stringify(each) ?? ''));

export function testMalformedInput(cases: number): void {
  const each = Math.ceil(cases / READERS);
  /** A fiftieth of the cases is accepted at least where `read` accepts anything: the others then differ in details. */
  const answers = async <Value>(
    values: fc.Arbitrary<Value>,
    read: (value: Value) => unknown,
    accepts = true,
  ) => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(values, async (value) => {
        if (await expectAnswer(() => read(value))) accepted++;
      }),
      { numRuns: each, seed: 20261126 },
    );
    if (accepts) expect(accepted).toBeGreaterThan(each / 50);
  };

  describe(`malformed input, ${each} cases each`, () => {
    let lab: Lab;
    let model: Uint8Array;
    let digits: Uint8Array;

    beforeAll(async () => {
      lab = await createLab(undefined, openPackedMnist);
      await lab.transformer.create(tinyRun());
      await lab.digits.create({ preset: 'digits', hidden: [4] });
      await lab.transformer.step();
      model = await lab.transformer.save();
      digits = await lab.digits.save();
    });

    afterAll(() => lab.dispose());

    const expectSameModels = async () => {
      expect(await lab.transformer.save()).toEqual(model);
      expect(await lab.digits.save()).toEqual(digits);
    };

    it('of model files', async () => {
      const read = (bytes: Uint8Array<ArrayBuffer>) =>
        lab.transformer.readFiles([new File([bytes], 'x.safetensors')]);
      await answers(formats.safetensors, read, false);
      await expectSameModels();
    });

    it('of model files that are opened', async () => {
      await answers(formats.safetensors, async (bytes) => {
        const opened = [lab.transformer.open(bytes.slice()), lab.digits.open(bytes.slice())];
        const results = await Promise.allSettled(opened);
        expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
        for (const result of results)
          await expectAnswer(() => Promise.reject((result as PromiseRejectedResult).reason));
      });
      await expectSameModels();
    });

    it('of files of the lab', async () => {
      const { tensors, metadata } = readSafeTensors(model);
      await answers(formats.labFileChange, (change) => {
        const { key } = change;
        const changed = new Map([
          ...metadata,
          [key, formats.changeJson(metadata.get(key) as string, change)],
        ]);
        changed.delete('digest');
        const { plan, from } = restoreRun(writeSafeTensors({ tensors, metadata: changed }), 'another');
        expect(planProblems(plan)).toEqual([]);
        expect(settingProblems(plan.settings)).toEqual([]);
        expect(from.step).toBeLessThanOrEqual(plan.training.steps);
      });
    });

    it('of tokenizers', () =>
      answers(asText(formats.tokenizer), async (text) => {
        const { encode, decode, vocabulary } = await runToCompletion(tokenizerFromJson(parseJson(text), 24));
        const { ids, pieces } = encode('a ab abab <unk> é\u0000 '.repeat(20));
        expect(ids.every((id) => vocabulary[id] !== undefined)).toBe(true);
        expect(pieces).toHaveLength(ids.length);
        expect(typeof decode(Array.from({ length: 24 }, (_, id) => id))).toBe('string');
      }));

    it('of configurations', () =>
      answers(asText(formats.config), (text) => parseConfigJson(parseJson(text))));

    it('of notes', () => answers(formats.notes, (markdown) => parseNotes([CHAPTER], markdown)));

    it('of cells', () =>
      answers(formats.cells, (cells) => {
        const [line] = toCsv({ columns: cells, rows: [] }).split('\r\n', 1);
        for (const cell of line.split(',')) expect(cell).not.toMatch(/^"?(\s|\p{C}|\u3000|\ufe0f)*[=+@＝]/u);
      }));

    it('of texts', () =>
      answers(formats.textFile, async ({ bytes, tokenizer, vocabularySize }) => {
        const text = await readTextFile(new File([bytes], 'text.txt'), 8e6);
        const settings = { preset: 'text', text, tokenizer, vocabularySize } as RunSettings;
        const [problem] = await lab.transformer.problems(settings);
        if (problem) throw new Error(problem.message);
        const { tokenizer: made, text: clean = '' } = textData(settings);
        expect(made.decode(made.encode(clean).ids).length).toBeGreaterThan(0);
      }));

    it('of addresses of the page', () =>
      answers(formats.hash, (hash) => {
        const { problems } = parsePage(hash);
        expect(problems.length).toBeLessThanOrEqual(8);
        for (const problem of problems) expect(problem.length).toBeLessThan(400);
      }));

    it('of addresses of models', () =>
      answers(formats.modelAddress, (address) => parseModelSource(address, LAB)));

    it('of lens requests', async () => {
      await answers(formats.lensRequest, async ({ network, name, request }) => {
        let reports = 0;
        const fewReports = () => ++reports < 3;
        const session = lab[network] as unknown as AnySession;
        const { errors } = await session.query({ prompt: 'a cat', lenses: { [name]: request } });
        for (const message of Object.values(errors))
          await expectAnswer(() => Promise.reject(new Error(message)));
        await session.lens(name, request, fewReports);
      });
      await expectSameModels();
    });
  });
}

/** As the files of a model are read. */
function parseJson(text: string): unknown {
  try {
    return parseStrictJson(text);
  } catch (error) {
    throw new Error(`the file ${(error as Error).message}`);
  }
}
