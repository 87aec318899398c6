// Model downloads from a fake host: resuming, changed files, invalid responses, full storage.

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { type IDBPDatabase, openDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { downloadProgress, isComplete } from '../../src/downloads/download-progress.ts';
import { DownloadStore } from '../../src/downloads/download-store.ts';
import type { DownloadedModel } from '../../src/downloads/downloaded-model.ts';
import { ModelDownloads } from '../../src/downloads/model-downloads.ts';
import { parseModelSource } from '../../src/downloads/model-source.ts';
import { gpt2Files } from '../support/model/gpt2-files.ts';
import { FakeHost } from '../support/workers/fake-host.ts';

const WANTED = parseModelSource('somebody/tiny', 'https://lab.example/');
const [CONFIG, TOKENIZER, WEIGHTS] = WANTED.files.map(({ url }) => url);
const PART = 20_000;

let host: FakeHost;
let contents: Map<string, Uint8Array<ArrayBuffer>>;
let room: number | undefined;
let notes: string[];

beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  host = new FakeHost();
  room = undefined;
  notes = [];
  const [weights, config, tokenizer] = await Promise.all(
    gpt2Files().map(async (file) => new Uint8Array(await file.arrayBuffer())),
  );
  contents = new Map([
    [CONFIG, config],
    [TOKENIZER, tokenizer],
    [WEIGHTS, weights],
  ]);
  for (const [url, bytes] of contents) host.files.set(url, { bytes, tag: `"${bytes.length}"` });
});

/** Downloads of a freshly openDownloads page. */
const openDownloads = () =>
  new ModelDownloads({
    fetch: host.fetch,
    store: new DownloadStore(),
    availableBytes: async () => room,
    chunkBytes: PART,
  });

function fetchIt(models = openDownloads(), signal = new AbortController().signal) {
  const updates: DownloadedModel[] = [];
  const done = models.download(WANTED, {
    signal,
    onProgress: (model) => updates.push(model),
    onNotice: (note) => notes.push(note),
  });
  return { done, updates };
}

async function expectWhole(): Promise<void> {
  const [model] = await openDownloads().list();
  expect(isComplete(model)).toBe(true);
  const files = await openDownloads().files(model);
  expect(files.map(({ name }) => name)).toEqual(['config.json', 'tokenizer.json', 'tiny.safetensors']);
  for (const [i, bytes] of [...contents.values()].entries())
    expect(Buffer.from(await files[i].arrayBuffer()).equals(bytes), files[i].name).toBe(true);
}

const weightsHere = async () => (await openDownloads().list())[0].files[2].here;
const rangesAskedFor = (url: string) =>
  host.requests.filter((request) => request.url === url).map(({ range }) => range);

describe('download', () => {
  it('requests each file without credentials or referrer, and reports progress', async () => {
    const { done, updates } = fetchIt();
    expect(isComplete(await done)).toBe(true);
    await expectWhole();
    expect(host.requests.map(({ url, range }) => [url, range])).toEqual([
      [CONFIG, 'bytes=0-'],
      [TOKENIZER, 'bytes=0-'],
      [WEIGHTS, 'bytes=0-'],
    ]);
    for (const { options } of host.requests)
      expect(options).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer' });
    const counts = updates.map((model) => downloadProgress(model).here);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    const all = [...contents.values()].reduce((sum, { length }) => sum + length, 0);
    expect(downloadProgress(updates.at(-1) as DownloadedModel)).toEqual({ here: all, total: all });
  });

  it('opens a stored model without a request', async () => {
    await fetchIt().done;
    host.requests.length = 0;
    host.isOnline = false;
    await fetchIt().done;
    await expectWhole();
    expect(host.requests).toEqual([]);
  });

  it('works without config.json', async () => {
    host.files.delete(CONFIG);
    const model = await fetchIt().done;
    expect((await openDownloads().files(model)).map(({ name }) => name)).toEqual([
      'tokenizer.json',
      'tiny.safetensors',
    ]);
  });

  it('deletes all files', async () => {
    const model = await fetchIt().done;
    await openDownloads().delete(model);
    expect(await openDownloads().list()).toEqual([]);
    await expect(openDownloads().files(model)).rejects.toThrow('is no longer on this device');
  });
});

describe('resuming', () => {
  it('after an abort and a reload, at the last received byte', async () => {
    const stop = new AbortController();
    host.onChunk = (sent) => sent === 5300 && stop.abort();
    const { done } = fetchIt(openDownloads(), stop.signal);
    await expect(done).rejects.toThrow('aborted');
    const here = await weightsHere();
    expect(here).toBe(5300); // includes an incomplete part
    await fetchIt().done;
    await expectWhole();
    expect(rangesAskedFor(WEIGHTS)).toEqual(['bytes=0-', 'bytes=5300-']);
    expect(rangesAskedFor(TOKENIZER)).toEqual(['bytes=0-']);
  });

  it('after repeated connection losses', async () => {
    host.disconnectAfter = 200_000;
    await expect(fetchIt().done).rejects.toThrow(
      'The connection to huggingface.co broke off after 1 MB of 1 MB of tiny.safetensors. They are kept: fetch again',
    );
    await expect(fetchIt().done).rejects.toThrow('broke off');
    expect(await weightsHere()).toBe(400_000);
    await fetchIt().done;
    await expectWhole();
  });

  it('after a response that is too short', async () => {
    const bytes = contents.get(WEIGHTS) as Uint8Array<ArrayBuffer>;
    const headers = { ETag: `"${bytes.length}"`, 'Content-Length': `${bytes.length}` };
    host.respondInstead = (url) =>
      new Response(url === WEIGHTS ? bytes.slice(0, 1234) : contents.get(url), {
        headers: url === WEIGHTS ? headers : {},
      });
    await expect(fetchIt().done).rejects.toThrow('broke off');
    host.respondInstead = undefined;
    await fetchIt().done;
    await expectWhole();
    expect(rangesAskedFor(WEIGHTS)).toEqual(['bytes=0-', 'bytes=1234-']);
  });

  it('without Content-Range', async () => {
    host.sendsContentRange = false;
    host.disconnectAfter = 200_000;
    await expect(fetchIt().done).rejects.toThrow('broke off');
    host.disconnectAfter = Number.POSITIVE_INFINITY;
    await fetchIt().done;
    await expectWhole();
    expect(rangesAskedFor(WEIGHTS)).toEqual(['bytes=0-', 'bytes=200000-']);
  });

  it('restarts with a notice if the host does not support ranges', async () => {
    host.supportsRanges = false;
    host.disconnectAfter = 200_000;
    await expect(fetchIt().done).rejects.toThrow('broke off');
    host.disconnectAfter = Number.POSITIVE_INFINITY;
    await fetchIt().done;
    await expectWhole();
    expect(notes).toEqual([
      'huggingface.co does not support partial downloads: tiny.safetensors restarts from the beginning.',
    ]);
  });

  it('restarts if files have no ETag', async () => {
    for (const file of host.files.values()) delete file.tag;
    host.disconnectAfter = 200_000;
    await expect(fetchIt().done).rejects.toThrow('broke off');
    host.disconnectAfter = Number.POSITIVE_INFINITY;
    await fetchIt().done;
    await expectWhole();
    expect(rangesAskedFor(WEIGHTS)).toEqual(['bytes=0-', 'bytes=0-']);
  });

  it('is limited to one tab at a time', async () => {
    const busy = { request: async (_: string, __: object, held: (lock: null) => unknown) => held(null) };
    const models = new ModelDownloads(
      { fetch: host.fetch, store: new DownloadStore(), availableBytes: async () => room },
      busy as unknown as LockManager,
    );
    await expect(fetchIt(models).done).rejects.toThrow('Another tab is fetching somebody/tiny.');
    expect(host.requests).toEqual([]);
  });
});

describe('a file that changes on the host', () => {
  const begin = async () => {
    host.disconnectAfter = 200_000;
    await expect(fetchIt().done).rejects.toThrow('broke off');
    host.disconnectAfter = Number.POSITIVE_INFINITY;
  };

  it('restarts on another ETag', async () => {
    await begin();
    const bytes = (contents.get(WEIGHTS) as Uint8Array<ArrayBuffer>).map((byte, i) =>
      i > 300_000 ? byte ^ 1 : byte,
    );
    host.files.set(WEIGHTS, { bytes, tag: '"other"' });
    contents.set(WEIGHTS, bytes);
    await expect(fetchIt().done).rejects.toThrow('has changed since its beginning was fetched');
    expect(await weightsHere()).toBe(0);
    await fetchIt().done;
    await expectWhole();
  });

  it.each([
    ['shorter', 100_000],
    ['as long as the received part', 200_000],
    ['a little longer', 200_001],
  ])('restarts if it is %s', async (_, length) => {
    await begin();
    const { bytes, tag } = host.files.get(WEIGHTS) as { bytes: Uint8Array<ArrayBuffer>; tag: string };
    host.files.set(WEIGHTS, { bytes: bytes.slice(0, length), tag });
    await expect(fetchIt().done).rejects.toThrow('has changed since its beginning was fetched');
    expect(await weightsHere()).toBe(0);
  });
});

describe('errors, after which nothing invalid stays stored', () => {
  const respond = (body: BodyInit | null, status: number, headers: Record<string, string> = {}) => {
    host.respondInstead = (url) =>
      url === WEIGHTS
        ? new Response(body, { status, headers })
        : new Response(contents.get(url) ?? null, { status: 200 });
  };

  it.each<[string, () => void, string]>([
    [
      'no network',
      () => (host.isOnline = false),
      'config.json could not be fetched: there is no network, or huggingface.co',
    ],
    ['no such model', () => host.files.clear(), 'huggingface.co has no tokenizer.json there (404).'],
    [
      'a model one must sign in for',
      () => respond('', 401),
      'only to those who sign in (401): download it there',
    ],
    ['a server error', () => respond('', 503), 'huggingface.co answered 503 instead of tiny.safetensors'],
    ['an empty file', () => respond('', 416), 'tiny.safetensors at huggingface.co is empty.'],
    ['an empty body', () => respond('', 200), 'tiny.safetensors at huggingface.co is empty.'],
    [
      'a web page',
      () => respond('<!doctype html>', 200, { 'Content-Type': 'text/html; charset=utf-8' }),
      'huggingface.co answered with a web page instead of tiny.safetensors.',
    ],
    [
      'a web page without a content type',
      () => respond('<!doctype html><title>x</title>', 200),
      'What huggingface.co sends as tiny.safetensors is no safetensors.',
    ],
    [
      'a Git LFS pointer',
      () => respond('version https://git-lfs.github.com/spec/v1\noid sha256:0', 200),
      'What huggingface.co sends as tiny.safetensors is no safetensors.',
    ],
    [
      'a part from the middle',
      () => respond('x', 206, { 'Content-Range': 'bytes 5-99/100' }),
      'sent the wrong part of tiny.safetensors.',
    ],
    [
      'a part without the end',
      () => respond('x', 206, { 'Content-Range': 'bytes 0-49/100' }),
      'sent the wrong part of tiny.safetensors.',
    ],
    [
      'an invalid range',
      () => respond('x', 206, { 'Content-Range': 'bytes */100' }),
      'sent the wrong part of tiny.safetensors.',
    ],
    [
      'too many bytes',
      () => respond(new Uint8Array([9, 0, 0, 0, 0, 0, 0, 0, 0x7b, 1, 2, 3]), 200, { 'Content-Length': '10' }),
      'huggingface.co sends more of tiny.safetensors than there should be.',
    ],
    [
      'a declared size of a terabyte',
      () => {
        room = 5e9;
        respond('x', 206, { 'Content-Range': 'bytes 0-999999999999/1000000000000' });
      },
      'needs 1000000 MB on this device, and this browser has 5000 MB left',
    ],
  ])('%s', async (_, harm, sentence) => {
    harm();
    await expect(fetchIt().done).rejects.toThrow(sentence);
    expect((await openDownloads().list()).filter(({ files }) => files[2].here > 0)).toEqual([]);
  });

  it('an endless tokenizer', async () => {
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(4e6).fill(0x20)),
    });
    host.respondInstead = (url) => new Response(url === CONFIG ? '{}' : endless);
    await expect(fetchIt().done).rejects.toThrow('sends more of tokenizer.json than there should be');
    expect((await openDownloads().list())[0].files[1].here).toBe(0);
  });

  it('endless weights of a host that sends no length', async () => {
    room = 40e6;
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        controller.enqueue(sent === 0 ? Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, 0x7b) : new Uint8Array(1e6));
        sent += 1e6;
      },
    });
    host.respondInstead = (url) =>
      new Response(url === WEIGHTS ? endless : (contents.get(url) ?? null), { status: 200 });
    await expect(fetchIt().done).rejects.toThrow(
      'huggingface.co does not say how large tiny.safetensors is, and more than 20 MB arrived. Nothing of it is kept: download it and open it from your disk.',
    );
    expect(sent).toBeLessThan(30e6);
    expect(await weightsHere()).toBe(0);
  });

  it('no storage', async () => {
    vi.stubGlobal('indexedDB', undefined);
    await expect(fetchIt().done).rejects.toThrow('This browser keeps nothing for this page');
    expect(host.requests).toEqual([]);
  });

  it('storage that is full halfway', async () => {
    const store = new DownloadStore();
    const add = store.append.bind(store);
    let parts = 0;
    store.append = async (...args) => {
      if (parts++ === 4) throw new DOMException('full', 'QuotaExceededError');
      return add(...args);
    };
    const models = new ModelDownloads({
      fetch: host.fetch,
      store,
      availableBytes: async () => room,
      chunkBytes: PART,
    });
    await expect(fetchIt(models).done).rejects.toThrow(
      'There is no room left on this device. What has arrived is kept',
    );
    await fetchIt().done;
    await expectWhole();
  });

  it('ignores invalid stored records', async () => {
    await fetchIt().done;
    const store = new DownloadStore();
    await store.put({ id: 'x', name: 1, files: [] } as unknown as DownloadedModel);
    expect((await openDownloads().list()).map(({ id }) => id)).toEqual([WANTED.id]);
  });
});

describe('a damaged record of a download', () => {
  const withRows = async (change: (database: IDBPDatabase) => Promise<unknown>) => {
    const database = await openDB('mini-llm-lab-fetched');
    await change(database);
    database.close();
  };

  it.each<[string, unknown]>([
    ['null', null],
    ['a string', 'gpt2'],
    ['without files', { id: 'other', name: 'other', host: 'huggingface.co' }],
    ['under another key', { id: 'another', name: 'other', host: 'h', files: [{ name: 'a', url: 'b' }] }],
  ])('%s: it is counted, the others open, and deletion removes it with its parts only', async (_, record) => {
    await fetchIt().done;
    await withRows(async (database) => {
      await database.put('models', record, 'other');
      await database.put('parts', new Blob(['lost']), ['https://other/model.safetensors', 0]);
    });
    const models = openDownloads();
    await expectWhole();
    expect(await models.countDamaged()).toBe(1);
    await models.deleteDamaged();
    expect(await models.countDamaged()).toBe(0);
    await expectWhole();
    await withRows(async (database) => {
      expect(await database.getAllKeys('models')).toEqual([WANTED.id]);
      const urls = (await database.getAllKeys('parts')).map((key) => (key as [string, number])[0]);
      expect(urls).not.toContain('https://other/model.safetensors');
    });
  });

  it('is not deleted if another tab has just fetched the model again', async () => {
    const model = await fetchIt().done;
    await withRows((database) => database.put('models', null, WANTED.id));
    const { getAllKeys } = IDBObjectStore.prototype;
    await withRows(async (otherTab) => {
      let written: Promise<unknown> | undefined;
      vi.spyOn(IDBObjectStore.prototype, 'getAllKeys').mockImplementation(function (
        this: IDBObjectStore,
        ...args
      ) {
        const request = getAllKeys.apply(this, args);
        written ??= otherTab.put('models', model, WANTED.id);
        return request;
      });
      await openDownloads().deleteDamaged();
      await written;
    });
    vi.restoreAllMocks();
    expect(await openDownloads().list()).toEqual([model]);
  });

  it('is replaced by a new download, whose files contain no part of the old one', async () => {
    await fetchIt().done;
    await withRows(async (database) => {
      await database.put('models', null, WANTED.id);
      // A part of another size: the new parts do not overwrite it.
      await database.put('parts', new Blob(['stale']), [WEIGHTS, 7]);
    });
    await fetchIt().done;
    await expectWhole();
  });
});

describe('storage that fails', () => {
  it.each([
    ['DataError', 'most likely because the disk is full'],
    ['VersionError', 'A newer version of the lab'],
  ])('with %s has its own message', async (name, message) => {
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('no', name);
    });
    await expect(fetchIt().done).rejects.toThrow(message);
  });
});

describe('weights in several files', () => {
  const SHARDED = parseModelSource('/m/model.safetensors.index.json', 'https://lab.example/');
  const at = (name: string) => `https://lab.example/m/${name}`;
  const shards = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
  const downloadIt = () =>
    openDownloads().download(SHARDED, {
      signal: new AbortController().signal,
      onProgress: () => {},
      onNotice: (note) => notes.push(note),
    });
  const serveIndex = (index: unknown) =>
    host.files.set(SHARDED.id, { bytes: new TextEncoder().encode(JSON.stringify(index)), tag: '"i"' });

  beforeEach(async () => {
    serveIndex({ weight_map: { a: shards[0], b: shards[1], c: shards[0] } });
    for (const [name, from] of [
      ['config.json', CONFIG],
      ['tokenizer.json', TOKENIZER],
      [shards[0], WEIGHTS],
      [shards[1], WEIGHTS],
    ])
      host.files.set(at(name), { bytes: contents.get(from) as Uint8Array<ArrayBuffer>, tag: '"1"' });
  });

  it('are downloaded after the index that lists them, each once', async () => {
    const model = await downloadIt();
    expect(isComplete(model)).toBe(true);
    const names = ['config.json', 'tokenizer.json', 'model.safetensors.index.json', ...shards];
    expect(host.requests.map(({ url }) => url)).toEqual(names.map(at));
    expect((await openDownloads().files(model)).map(({ name }) => name)).toEqual(names);
    expect(await openDownloads().list()).toEqual([model]);
  });

  it('go on from the shard that is missing, without the index again', async () => {
    host.files.delete(at(shards[1]));
    await expect(downloadIt()).rejects.toThrow(shards[1]);
    const [stored] = await openDownloads().list();
    expect([isComplete(stored), downloadProgress(stored).total]).toEqual([false, undefined]);
    host.files.set(at(shards[1]), { bytes: contents.get(WEIGHTS) as Uint8Array<ArrayBuffer>, tag: '"1"' });
    host.requests.length = 0;
    expect(isComplete(await downloadIt())).toBe(true);
    expect(host.requests.map(({ url }) => url)).toEqual([at(shards[1])]);
  });

  it.each<[string, unknown, string]>([
    [
      'a file elsewhere',
      { weight_map: { a: '../x.safetensors' } },
      'lists “../x.safetensors”, which is no file',
    ],
    ['an address', { weight_map: { a: 'https://evil.example/x.safetensors' } }, 'is no file of weights'],
    ['a pickle', { weight_map: { a: 'pytorch_model.bin' } }, 'lists “pytorch_model.bin”'],
    ['nothing', { weight_map: {} }, 'lists 0 files of weights'],
    [
      'too many',
      { weight_map: Object.fromEntries(Array.from({ length: 37 }, (_, i) => [i, `${i}.safetensors`])) },
      'lists 37 files of weights; 1 to 36',
    ],
    ['no map', { metadata: {} }, 'is no index of weights'],
  ])('are refused where the index lists %s, and asked for again next time', async (_, index, message) => {
    serveIndex(index);
    await expect(downloadIt()).rejects.toThrow(message);
    expect(host.requests.map(({ url }) => url)).not.toContain(at(shards[0]));
    serveIndex({ weight_map: { a: shards[0] } });
    expect(isComplete(await downloadIt())).toBe(true);
  });
});
