// The only way of an error onto the page. A sentence for visitors is shown as it is. Others, of kernels, tensors or the browser, name
// what a visitor cannot know: they are kept for the diagnostics, and the page says that something has failed.

import { msg } from '@lit/localize';
import { errorMessage } from '../../shared/error-message.ts';

/** Some messages quote input of any length. */
const MAX_MESSAGE_LENGTH = 1000;
const MAX_INNER_ERRORS = 20;

/** Input of the visitor, names of files and addresses: they may contain anything. */
const QUOTED =
  /“[^”]*”|https?:\/\/\S+|\b[\w-]+\.(?:json|safetensors|bin|txt|md|zip|js|html|com|co|org|io|dev)\b/g;
/** The method of the engine is quoted. */
const METHOD = /^Request “/;
/** Kinds of errors of the language, with messages of the browser's. */
const BROWSER_ERROR = /^(?:Type|Range|Reference|Syntax|Internal|Eval|URI|Aggregate)Error$|^RuntimeError$/;
const INNER_NAMES: readonly RegExp[] = [
  // `softmax: input …`, `model file: the weight …`
  /^(?:[a-z][\w-]*)(?: [a-z][\w-]*){0,3}: /,
  // `'ids'`: visitors read “ids”
  /(?<![\p{L}\d’])'[A-Za-z_$][\w.$-]*'/u,
  // `transformer.h.0.ln_1.bias`, `ln_f.weight`
  /(?<![\p{L}\d])\p{Ll}\w*(?:\.\w+){2,}|\w\.(?:weight|bias|scale)\b/u,
  /\p{L}_\p{L}/u,
  // `applyEdit`, but not `macOS`
  /(?<![\p{L}\d])(?!macOS|iOS|iPad|iPhone)\p{Ll}+\p{Lu}\w*/u,
  /\b[A-Z]\w*(?:Error|Exception)\b|\bIDB[A-Z]\w+|\bGPU[A-Z]\w+/,
  /\bis not (?:a function|defined|iterable|an object)\b|\bundefined\b|\[object /,
];

/** Newest last. */
const innerErrors: string[] = [];

/** For the diagnostics: errors that the page has not named. */
export const recentInnerErrors = (): readonly string[] => innerErrors;

export function toDisplayMessage(error: unknown): string {
  const message = errorMessage(error);
  return BROWSER_ERROR.test(kindOf(error)) ? withoutInnerNames(message) : displayText(message);
}

/** As `toDisplayMessage`, of a message that came as a text. */
export const displayText = (message: string): string =>
  isForVisitors(message) ? truncated(message) : withoutInnerNames(message);

function isForVisitors(message: string): boolean {
  const unquoted = message.replace(QUOTED, '“”');
  return !METHOD.test(message) && !INNER_NAMES.some((name) => name.test(unquoted));
}

function withoutInnerNames(message: string): string {
  innerErrors.push(truncated(message));
  if (innerErrors.length > MAX_INNER_ERRORS) innerErrors.shift();
  console.info(message);
  const sentences = message.split(/(?<=[.!?]) (?=[“\p{Lu}])/u).map(sentenceWithoutInnerNames);
  return [...new Set(sentences), msg('“Diagnostics”, in the menu of the engine, has the details.')].join(' ');
}

/** `“a.safetensors” cannot be opened: …` says what has failed before it says why. */
function sentenceWithoutInnerNames(sentence: string, _: number, all: readonly string[]): string {
  if (all.length > 1 && isForVisitors(sentence)) return sentence;
  const [what] = /^[“\p{Lu}][^:]*(?=: )/u.exec(sentence) ?? [];
  return what && isForVisitors(what)
    ? `${what}.`
    : msg('Something inside the lab has failed; try again, or reload the page.');
}

const truncated = (message: string): string =>
  message.length > MAX_MESSAGE_LENGTH ? `${message.slice(0, MAX_MESSAGE_LENGTH)}…` : message;

/** Of an error of the worker, the kind that it had there. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return error.name === 'LabError' && error.cause instanceof Error ? error.cause.name : error.name;
}
