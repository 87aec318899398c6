// The script of a thread of the CPU engine, as the command line's bundle is one.

import { isKernelThread } from '../../../src/node/kernel-thread.ts';

isKernelThread(import.meta.url);
