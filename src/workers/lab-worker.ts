// The worker: the lab, exposed to the page.

import * as Comlink from 'comlink';
import { openDigits } from './open-digits.ts';
import { WiredLab } from './wire.ts';

Comlink.expose(new WiredLab(navigator.gpu, undefined, openDigits));
