// Parses a model name or URL to the host and files of its download. Sends no request.

import { MODEL_HOST } from './model-hosts.ts';

export interface SourceFile {
  /** File name on this device. */
  readonly name: string;
  readonly url: string;
  /** Whether the model can be opened without it. */
  readonly optional: boolean;
}

/** A downloadable model. */
export interface ModelSource {
  /** URL of the weights or of their index, unique per model. */
  readonly id: string;
  /** `openai-community/gpt2`, or the weights' path on the page's own host. */
  readonly name: string;
  readonly host: string;
  /**
   * Small files first: their errors appear before hundreds of megabytes are downloaded. Instead of the weights an index can be here;
   * the files that it lists follow.
   */
  readonly files: readonly [config: SourceFile, tokenizer: SourceFile, weights: SourceFile];
  /** Size of the weights, if known without a request. */
  readonly bytes?: number;
}

/** Well-known models with the layout of GPT-2, and the size of their weights in bytes. */
export const KNOWN_MODELS: Readonly<Record<string, number>> = {
  'openai-community/gpt2': 548_105_171,
  'distilbert/distilgpt2': 352_824_413,
};

const MAX_LENGTH = 1000;
const MAX_SHOWN_LENGTH = 80;

const NAME = /^[A-Za-z0-9][\w.-]{0,95}$/;
const ENDING = /\.safetensors(\.index\.json)?$/i;
const WEIGHTS_FILE = 'model.safetensors';
const INDEX_FILE = 'model.safetensors.index.json';
const DEFAULT_REVISION = 'main';

/**
 * @param text a name on Hugging Face, the URL of a model page there, or the URL of weights, or of their index, there or on the page's own host
 * @param page URL of the page
 * @throws Error if the model cannot be downloaded
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
  // Names and relative URLs look alike; the suffix distinguishes weights.
  const isName = written.split('/').length === 2 && written.split('/').every((part) => NAME.test(part));
  if (isName && !ENDING.test(written)) return new URL(`${MODEL_HOST}/${written}`);
  const url = tryParseUrl(written, page);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(
      `“${truncated(written)}” is neither a name such as openai-community/gpt2 nor an address.`,
    );
  return url;
}

/** Accepts the URLs of a model's pages: model card, file list, single file. */
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
    throw new Error(
      `${truncated(pathname)} is no file of weights; its address ends with .safetensors, or .safetensors.index.json where there are several.`,
    );
  const [file = '', folder = ''] = pathSegments(pathname).reverse();
  const called = [WEIGHTS_FILE, INDEX_FILE].includes(file.toLowerCase()) ? folder : file.replace(ENDING, '');
  return { ...filesAt(origin + pathname, called), name: tryDecode(pathname), host: hostOf(origin) };
}

/** Config and tokenizer are in the folder of the weights. */
function filesAt(weights: string, called: string): Pick<ModelSource, 'id' | 'files'> {
  const beside = (name: string) => new URL(name, weights).href;
  return {
    id: weights,
    files: [
      { name: 'config.json', url: beside('config.json'), optional: true },
      { name: 'tokenizer.json', url: beside('tokenizer.json'), optional: false },
      {
        name: weights.endsWith('.json') ? INDEX_FILE : `${tryDecode(called) || 'model'}.safetensors`,
        url: weights,
        optional: false,
      },
    ],
  };
}

function foreignHostMessage({ protocol, host }: URL): string {
  const instead =
    'Download the files there and open them from your disk, or put them beside the lab’s own pages.';
  if (protocol === 'http:')
    return `${truncated(host)} is not encrypted (http), and this page uses https only. ${instead}`;
  return `${truncated(host)} is not allowed: this page fetches models from ${hostOf(MODEL_HOST)} and from its own host only. ${instead}`;
}

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
