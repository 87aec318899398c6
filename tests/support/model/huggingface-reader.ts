// Hugging Face's safetensors parser, with bytes instead of requests to its server.

import { parseSafetensorsMetadata } from '@huggingface/hub';

export interface HuggingFaceFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensor: (name: string) => { readonly shape: readonly number[]; readonly data: Float32Array };
}

export async function readWithHuggingFace(bytes: Uint8Array): Promise<HuggingFaceFile> {
  const path = 'model.safetensors';
  const serve = async (address: string | URL | Request, init: RequestInit = {}) => {
    if (!String(address).endsWith(path)) return new Response(null, { status: 404 });
    const match = /bytes=(\d+)-(\d+)/.exec(new Headers(init.headers).get('range') ?? '');
    const [begin, end] = match
      ? [Number(match[1]), Math.min(Number(match[2]) + 1, bytes.length)]
      : [0, bytes.length];
    return new Response(bytes.slice(begin, end), {
      status: 206,
      headers: { etag: '"1"', 'content-range': `bytes ${begin}-${end - 1}/${bytes.length}` },
    });
  };
  const read = await parseSafetensorsMetadata({ repo: 'made/here', path, fetch: serve });
  if (read.sharded) throw new Error('one file was given, and several were read');
  const { __metadata__: metadata = {}, ...tensors } = read.header;
  const dataStart = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  return {
    metadata: metadata as Record<string, string>,
    tensor(name) {
      const { shape, dtype, data_offsets: offsets } = tensors[name] ?? {};
      if (!shape || !offsets || dtype !== 'F32') throw new Error(`the file has no floats '${name}'`);
      const [begin, end] = offsets;
      return { shape, data: new Float32Array(bytes.slice(dataStart + begin, dataStart + end).buffer) };
    },
  };
}
