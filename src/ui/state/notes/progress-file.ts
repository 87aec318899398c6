// The progress in the course as a file: seconds played, moments, questions with their spacing, tasks.

import { msg, str } from '@lit/localize';
import * as v from 'valibot';
import { JsonError, parseStrictJson } from '../../../shared/strict-json.ts';
import { CHAPTERS } from '../../types/page.ts';
import type { CourseState } from '../progress/course-state.ts';

const MAX_ENTRIES = 5000;
const LAST_BOX = 5;

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e6));
const second = v.pipe(v.number(), v.minValue(0), v.maxValue(86_400));
/** Milliseconds since 1970, until the year 2286. */
const date = v.pipe(v.number(), v.minValue(0), v.maxValue(1e13));
const chapterKey = v.pipe(v.string(), v.regex(new RegExp(`^[1-${CHAPTERS}]$`)));
const idKey = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,60}\/[a-z0-9-]{1,60}$/));
const atMost = <T extends object>() =>
  v.check<T, string>(
    (entries) => Object.keys(entries).length <= MAX_ENTRIES,
    msg(str`more than ${MAX_ENTRIES} entries`),
  );

const PROGRESS = v.strictObject({
  format: v.literal('mini-llm-lab progress'),
  version: v.literal(1),
  seen: v.record(chapterKey, v.pipe(v.array(v.pipe(count, v.maxValue(1000))), v.maxLength(1000))),
  played: v.optional(
    v.record(
      chapterKey,
      v.pipe(
        v.array(
          v.pipe(
            v.strictTuple([second, second]),
            v.check(([from, to]) => from <= to, msg('from is after to')),
          ),
        ),
        v.maxLength(MAX_ENTRIES),
      ),
    ),
    {},
  ),
  answers: v.optional(
    v.pipe(
      v.record(
        idKey,
        v.strictObject({ box: v.pipe(count, v.maxValue(LAST_BOX)), due: date, right: count, wrong: count }),
      ),
      atMost(),
    ),
    {},
  ),
  tasks: v.optional(v.pipe(v.record(idKey, date), atMost()), {}),
  last: v.optional(
    v.strictObject({ chapter: v.pipe(count, v.minValue(1), v.maxValue(CHAPTERS)), at: second }),
  ),
  pausesBefore: v.optional(v.boolean()),
  pausesWhileWriting: v.optional(v.boolean()),
});

export type Progress = v.InferOutput<typeof PROGRESS>;

/** What cannot be read again is left out. */
export function formatProgress(course: CourseState): string {
  const { notes: _, ...state } = course;
  const whole = { format: 'mini-llm-lab progress', version: 1, ...state };
  const valid = v.is(PROGRESS, whole) ? whole : { ...whole, ...validParts(state) };
  return `${JSON.stringify(valid, undefined, 1)}\n`;
}

/** Each part that is valid by itself. */
function validParts(state: CourseState): Partial<Record<keyof CourseState, unknown>> {
  return Object.fromEntries(
    Object.entries(state).map(([name, value]) => {
      const entry = PROGRESS.entries[name as keyof typeof PROGRESS.entries];
      return [name, entry && v.is(entry, value) ? value : name === 'seen' ? {} : undefined];
    }),
  );
}

/** @throws Error with a message for the user */
export function parseProgress(text: string): Progress {
  let json: unknown;
  try {
    json = parseStrictJson(text, { keys: 10 * MAX_ENTRIES });
  } catch (error) {
    if (error instanceof JsonError) throw new Error(msg(str`progress.json ${error.message}.`));
    throw error;
  }
  const parsed = v.safeParse(PROGRESS, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new Error(
    msg(
      str`progress.json is not the progress of this lab: ${v.getDotPath(issue) ?? msg('the file')} is not valid.`,
    ),
  );
}
