// Types of pack-mnist.mjs, for vite.config.ts.

export function packMnist(): void;
