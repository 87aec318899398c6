// From what a visitor writes to what would be asked for: which host, which files. Asks nothing itself.

import { MODEL_HOST } from './model-hosts.ts';

export interface SourceFile {
  /** What it is called once it is here. */
  readonly name: string;
  readonly url: string;
  /** Whether a model opens without it. */
  readonly optional: boolean;
}

/** A model that can be fetched, told before anything is asked for. */
export interface ModelSource {
  /** Of the file with its weights: no two models have the same. */
  readonly id: string;
  /** `openai-community/gpt2`, or the weights' path on the page's own host. */
  readonly name: string;
  readonly host: string;
  /** Small ones first: whatever is wrong with them is told before hundreds of megabytes are here. */
  readonly files: readonly [config: SourceFile, tokenizer: SourceFile, weights: SourceFile];
  /** Of the weights, where they are known without asking. */
  readonly bytes?: number;
}

/** Models of GPT-2's layout that people know by name, and the bytes of their weights. */
export const KNOWN_MODELS: Readonly<Record<string, number>> = {
  'openai-community/gpt2': 548_105_171,
  'distilbert/distilgpt2': 352_824_413,
};

/** Longer than any address that a person copies. */
const MAX_LENGTH = 1000;
const MAX_SHOWN_LENGTH = 80;

const NAME = /^[A-Za-z0-9][\w.-]{0,95}$/;
const ENDING = /\.safetensors$/i;
const WEIGHTS_FILE = 'model.safetensors';
const DEFAULT_REVISION = 'main';

/**
 * @param text a name on Hugging Face, or the address of a model's page there, or of weights there or on the page's own host
 * @param page the page's own address
 * @throws one sentence for whatever cannot be asked for
 */
export function parseModelSource(text: string, page: string): ModelSource {
  const written = text.trim();
  if (written === '')
    throw new Error('Write a name such as openai-community/gpt2, or the address of a model.safetensors.');
  if (written.length > MAX_LENGTH) throw new Error('That is longer than any address of a model.');
  const url = toUrl(written, page);
  if (url.username || url.password)
    throw new Error('The address has a name and password in it; this page sends none to anybody.');
  if (url.origin === MODEL_HOST) return sourceOnHub(url);
  if (url.origin === new URL(page).origin) return sourceOnOwnHost(url);
  throw new Error(foreignHostMessage(url));
}

function toUrl(written: string, page: string): URL {
  // A name and an address relative to the page look alike; weights say by their ending that they are a file.
  const isName = written.split('/').length === 2 && written.split('/').every((part) => NAME.test(part));
  if (isName && !ENDING.test(written)) return new URL(`${MODEL_HOST}/${written}`);
  const url = tryParseUrl(written, page);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(
      `“${truncated(written)}” is neither a name such as openai-community/gpt2 nor an address.`,
    );
  return url;
}

/** The pages a browser shows of a model are addresses, too: its front page, its list of files, one file of it. */
function sourceOnHub({ pathname }: URL): ModelSource {
  const [owner, model, what, revision = DEFAULT_REVISION, ...path] = pathSegments(pathname);
  const rest = what === undefined || (what === 'tree' && path.length === 0);
  const file = what === 'resolve' || what === 'blob';
  const named = [owner, model, revision, ...path].every((part) => part !== undefined && NAME.test(part));
  if (!named || !(rest || file) || (file && !ENDING.test(path.at(-1) ?? ''))) {
    throw new Error(
      `${truncated(pathname)} is no model on ${hostOf(MODEL_HOST)}: copy its name, such as openai-community/gpt2, or the address of its ${WEIGHTS_FILE}.`,
    );
  }
  const name = `${owner}/${model}`;
  const weights = file ? path.join('/') : WEIGHTS_FILE;
  const usual = weights === WEIGHTS_FILE && revision === DEFAULT_REVISION;
  return {
    ...filesAt(`${MODEL_HOST}/${name}/resolve/${revision}/${weights}`, model),
    name: usual ? name : `${name}, ${weights} of ${revision}`,
    host: hostOf(MODEL_HOST),
    bytes: usual && Object.hasOwn(KNOWN_MODELS, name) ? KNOWN_MODELS[name] : undefined,
  };
}

function sourceOnOwnHost({ origin, pathname }: URL): ModelSource {
  if (!ENDING.test(pathname))
    throw new Error(`${truncated(pathname)} is no file of weights; its address ends with .safetensors.`);
  const [file = '', folder = ''] = pathSegments(pathname).reverse();
  const called = file.toLowerCase() === WEIGHTS_FILE ? folder : file.replace(ENDING, '');
  return { ...filesAt(origin + pathname, called), name: tryDecode(pathname), host: hostOf(origin) };
}

/** Beside the weights lie their sizes and their tokenizer. */
function filesAt(weights: string, called: string): Pick<ModelSource, 'id' | 'files'> {
  const beside = (name: string) => new URL(name, weights).href;
  return {
    id: weights,
    files: [
      { name: 'config.json', url: beside('config.json'), optional: true },
      { name: 'tokenizer.json', url: beside('tokenizer.json'), optional: false },
      { name: `${tryDecode(called) || 'model'}.safetensors`, url: weights, optional: false },
    ],
  };
}

function foreignHostMessage({ protocol, host }: URL): string {
  const instead =
    'Download the files there and open them from your disk, or put them beside the lab’s own pages.';
  if (protocol === 'http:')
    return `${truncated(host)} would be asked without encryption, which this page does not do. ${instead}`;
  return `${truncated(host)} is not asked: this page fetches models from ${hostOf(MODEL_HOST)} and from its own host only. ${instead}`;
}

/** As people read it. */
export const fileName = (url: string): string => tryDecode(pathSegments(new URL(url).pathname).at(-1) ?? '');

const pathSegments = (pathname: string) => pathname.split('/').filter(Boolean);

const hostOf = (origin: string) => new URL(origin).host;

const truncated = (text: string) =>
  text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)}…` : text;

function tryDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function tryParseUrl(text: string, base: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
