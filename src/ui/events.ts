// What the views say to whoever shows them: one class an event, all bubbling out of shadow roots.

import type { ActivationName, DigitRequest, DigitWeight, RunCard } from '../workers/lab-api.ts';
import type { NoteContent } from './controllers/course-state.ts';
import type { DeviceChoices } from './controllers/device-settings.ts';
import type { Focus, Orientation, Settings, Theme, View, WeightsChoice } from './controllers/page-state.ts';
import type { TableData } from './views/data-table/data-table.ts';

const upward = { bubbles: true, composed: true } as const;

/** The visitor goes to another view. */
export class ViewChangeEvent extends Event {
  static readonly type = 'lab-view';
  readonly view: View;

  constructor(view: View) {
    super(ViewChangeEvent.type, upward);
    this.view = view;
  }
}

/** The visitor picks a theme. */
export class ThemeChangeEvent extends Event {
  static readonly type = 'lab-theme';
  readonly theme: Theme;

  constructor(theme: Theme) {
    super(ThemeChangeEvent.type, upward);
    this.theme = theme;
  }
}

/**
 * `create` makes a fresh model of the settings chosen and trains it; the others act on the current one: `again` trains
 * fresh weights of it from the first step, `reset` makes them and waits.
 */
export type RunAction = 'create' | 'train' | 'again' | 'pause' | 'step' | 'reset';

/** The visitor presses one of the run's buttons. */
export class RunActionEvent extends Event {
  static readonly type = 'lab-run';
  readonly action: RunAction;

  constructor(action: RunAction) {
    super(RunActionEvent.type, upward);
    this.action = action;
  }
}

/** The visitor wants a preset's model in place of the current one: the trained one that came with the page, or fresh weights that begin to train. */
export class ModelChangeEvent extends Event {
  static readonly type = 'lab-model';
  readonly preset: string;
  readonly weights: WeightsChoice;

  constructor(preset: string, weights: WeightsChoice) {
    super(ModelChangeEvent.type, upward);
    this.preset = preset;
    this.weights = weights;
  }
}

/** The visitor wants the current model as a file. */
export class ModelSaveEvent extends Event {
  static readonly type = 'lab-model-save';

  constructor() {
    super(ModelSaveEvent.type, upward);
  }
}

/** What can be taken away as a file. */
export type Exported =
  | { readonly what: 'picture'; readonly type: 'png' | 'svg' }
  | { readonly what: 'table'; readonly table: TableData }
  | { readonly what: 'model'; readonly optimizer: boolean }
  /** The model's sizes under the names of the Python world. */
  | { readonly what: 'config' };

/** The visitor wants a file of it. */
export class ExportEvent extends Event {
  static readonly type = 'lab-export';
  readonly exported: Exported;

  constructor(exported: Exported) {
    super(ExportEvent.type, upward);
    this.exported = exported;
  }
}

/** The visitor picked a model's files: one, or its weights with what belongs to them. */
export class ModelOpenEvent extends Event {
  static readonly type = 'lab-model-open';
  readonly files: readonly File[];

  constructor(files: readonly File[]) {
    super(ModelOpenEvent.type, upward);
    this.files = files;
  }
}

/** The visitor changes what the next model is to be; nothing is made yet. */
export class SettingsChangeEvent extends Event {
  static readonly type = 'lab-settings';
  readonly settings: Settings;

  constructor(settings: Settings) {
    super(SettingsChangeEvent.type, upward);
    this.settings = settings;
  }
}

/** The visitor points at a token, a head, a layer; what is left out stays. */
export class FocusChangeEvent extends Event {
  static readonly type = 'lab-focus';
  readonly focus: Partial<Focus>;

  constructor(focus: Partial<Focus>) {
    super(FocusChangeEvent.type, upward);
    this.focus = focus;
  }
}

/** The visitor picks a cell of an attention grid: a query and a key by their positions. */
export class CellChooseEvent extends Event {
  static readonly type = 'lab-cell';
  readonly query: number;
  readonly key: number;

  constructor(query: number, key: number) {
    super(CellChooseEvent.type, upward);
    this.query = query;
    this.key = key;
  }
}

/** The visitor types or picks a prompt. */
export class PromptChangeEvent extends Event {
  static readonly type = 'lab-prompt';
  readonly prompt: string;

  constructor(prompt: string) {
    super(PromptChangeEvent.type, upward);
    this.prompt = prompt;
  }
}

/** The visitor turns attention grids round. */
export class OrientationChangeEvent extends Event {
  static readonly type = 'lab-orientation';
  readonly orientation: Orientation;

  constructor(orientation: Orientation) {
    super(OrientationChangeEvent.type, upward);
    this.orientation = orientation;
  }
}

/** The visitor asks for the kernel behind a picture. */
export class KernelRequestEvent extends Event {
  static readonly type = 'lab-kernel';
  readonly activation: ActivationName;

  constructor(activation: ActivationName) {
    super(KernelRequestEvent.type, upward);
    this.activation = activation;
  }
}

/** The visitor wants to know what the page is made of, and under which licences. */
export class LicencesRequestEvent extends Event {
  static readonly type = 'lab-licences';

  constructor() {
    super(LicencesRequestEvent.type, upward);
  }
}

/** The visitor wants to know, or to tell somebody, what this machine is and how fast the lab is on it. */
export class DiagnosticsRequestEvent extends Event {
  static readonly type = 'lab-diagnostics';

  constructor() {
    super(DiagnosticsRequestEvent.type, upward);
  }
}

/** The visitor operates the stage: it is theirs until they follow the video again. */
export class StageTouchEvent extends Event {
  static readonly type = 'lab-stage-touch';

  constructor() {
    super(StageTouchEvent.type, upward);
  }
}

/** The visitor wants to see a time of the chapter's video: from the cue list, a note, or a view's “in the video”. */
export class SeekEvent extends Event {
  static readonly type = 'lab-seek';
  /** Seconds from the start of the video. */
  readonly at: number;

  constructor(at: number) {
    super(SeekEvent.type, upward);
    this.at = at;
  }
}

/** The visitor goes to a chapter, at a time of its video in seconds. */
export class ChapterChangeEvent extends Event {
  static readonly type = 'lab-chapter';
  readonly chapter: number;
  readonly at: number;

  constructor(chapter: number, at = 0) {
    super(ChapterChangeEvent.type, upward);
    this.chapter = chapter;
    this.at = at;
  }
}

/** The visitor wrote a note. */
export class NoteAddEvent extends Event {
  static readonly type = 'lab-note-add';
  readonly note: NoteContent;

  constructor(note: NoteContent) {
    super(NoteAddEvent.type, upward);
    this.note = note;
  }
}

/** The visitor deletes a note. */
export class NoteRemoveEvent extends Event {
  static readonly type = 'lab-note-remove';
  readonly note: NoteContent;

  constructor(note: NoteContent) {
    super(NoteRemoveEvent.type, upward);
    this.note = note;
  }
}

/** The visitor wants a chapter's notes as a file. */
export class NotesExportEvent extends Event {
  static readonly type = 'lab-notes-export';

  constructor() {
    super(NotesExportEvent.type, upward);
  }
}

/** The visitor picked a file of notes. */
export class NotesImportEvent extends Event {
  static readonly type = 'lab-notes-import';
  readonly file: File;

  constructor(file: File) {
    super(NotesImportEvent.type, upward);
    this.file = file;
  }
}

/** The visitor draws a digit: 784 numbers as MNIST has them; undefined where all of it was taken back. */
export class DigitDrawEvent extends Event {
  static readonly type = 'lab-digit-draw';
  readonly pixels?: Float32Array<ArrayBuffer>;

  constructor(pixels: Float32Array<ArrayBuffer> | undefined) {
    super(DigitDrawEvent.type, upward);
    this.pixels = pixels;
  }
}

/** The visitor picks an image of the data set. */
export class DigitPickEvent extends Event {
  static readonly type = 'lab-digit-pick';
  readonly index: number;
  readonly label: number;

  constructor(index: number, label: number) {
    super(DigitPickEvent.type, upward);
    this.index = index;
    this.label = label;
  }
}

/** The visitor points at a pixel of an image, or at none; `pressed` while a button or finger is down on it. */
export class PixelPointEvent extends Event {
  static readonly type = 'lab-pixel';
  readonly pixel?: number;
  readonly pressed: boolean;

  constructor(pixel: number | undefined, pressed = false) {
    super(PixelPointEvent.type, upward);
    this.pixel = pixel;
    this.pressed = pressed;
  }
}

/** The visitor picks a neuron: both from 0, layer 0 being the inputs. */
export class NeuronPickEvent extends Event {
  static readonly type = 'lab-neuron';
  readonly place: { readonly layer: number; readonly neuron: number };

  constructor(place: { layer: number; neuron: number }) {
    super(NeuronPickEvent.type, upward);
    this.place = place;
  }
}

/** The visitor sets weights or biases of the digit network by hand. */
export class WeightChangeEvent extends Event {
  static readonly type = 'lab-weights';
  readonly changes: readonly (DigitWeight & { value: number })[];

  constructor(changes: readonly (DigitWeight & { value: number })[]) {
    super(WeightChangeEvent.type, upward);
    this.changes = changes;
  }
}

/** The visitor changes what the next digit network is to be; nothing is made yet. */
export class DigitSettingsEvent extends Event {
  static readonly type = 'lab-digit-settings';
  readonly request: DigitRequest;

  constructor(request: DigitRequest) {
    super(DigitSettingsEvent.type, upward);
    this.request = request;
  }
}

/** The visitor wants another digit network: fresh weights of the same, the trained one, or a fresh one as asked for. */
export class DigitNetworkEvent extends Event {
  static readonly type = 'lab-digit-network';
  readonly wanted: 'fresh' | 'trained' | DigitRequest;

  constructor(wanted: DigitNetworkEvent['wanted']) {
    super(DigitNetworkEvent.type, upward);
    this.wanted = wanted;
  }
}

/** The visitor wants long work of the stage done, by the name the stage gave it, or stopped. */
export class WorkEvent<Name extends string = string> extends Event {
  static readonly type = 'lab-work';
  readonly work: Name;
  readonly go: boolean;

  constructor(work: Name, go: boolean) {
    super(WorkEvent.type, upward);
    this.work = work;
    this.go = go;
  }
}

/** The visitor picks a place on a map of costs. */
export class PlacePickEvent extends Event {
  static readonly type = 'lab-place';
  readonly x: number;
  readonly y: number;

  constructor(x: number, y: number) {
    super(PlacePickEvent.type, upward);
    this.x = x;
    this.y = y;
  }
}

/** The visitor points at a symbol, in a formula or a picture, or at none; `pressed` if they choose it. */
export class SymbolPointEvent extends Event {
  static readonly type = 'lab-symbol';
  readonly symbol?: string;
  readonly pressed: boolean;

  constructor(symbol: string | undefined, pressed = false) {
    super(SymbolPointEvent.type, upward);
    this.symbol = symbol;
    this.pressed = pressed;
  }
}

/** The visitor wants to see what the lab may do on this device. */
export class DeviceRequestEvent extends Event {
  static readonly type = 'lab-device-open';

  constructor() {
    super(DeviceRequestEvent.type, upward);
  }
}

/** The visitor chooses what the lab may do on this device. */
export class DeviceChoiceEvent extends Event {
  static readonly type = 'lab-device';
  readonly choices: Partial<DeviceChoices>;

  constructor(choices: Partial<DeviceChoices>) {
    super(DeviceChoiceEvent.type, upward);
    this.choices = choices;
  }
}

/** The visitor wants everything on this device, or that copying stops. */
export class OfflineRequestEvent extends Event {
  static readonly type = 'lab-offline';
  readonly action: 'keep' | 'stop';

  constructor(action: 'keep' | 'stop') {
    super(OfflineRequestEvent.type, upward);
    this.action = action;
  }
}

/** `go-on` opens it and, if it was being trained, trains on; `later` takes the offer away; `undo` brings the deleted one back. */
export type KeptRunAction = 'go-on' | 'later' | 'open' | 'duplicate' | 'export' | 'delete' | 'undo';

/** The visitor wants something done with a kept run. */
export class KeptRunEvent extends Event {
  static readonly type = 'lab-kept-run';
  readonly action: KeptRunAction;
  readonly card: RunCard;

  constructor(action: KeptRunAction, card: RunCard) {
    super(KeptRunEvent.type, upward);
    this.action = action;
    this.card = card;
  }
}

/** The visitor gives a kept run another name. */
export class KeptRunRenameEvent extends Event {
  static readonly type = 'lab-kept-run-rename';
  readonly card: RunCard;
  readonly name: string;

  constructor(card: RunCard, name: string) {
    super(KeptRunRenameEvent.type, upward);
    this.card = card;
    this.name = name;
  }
}

/** The visitor picked a file to put among the kept runs. */
export class KeptRunImportEvent extends Event {
  static readonly type = 'lab-kept-run-import';
  readonly file: File;

  constructor(file: File) {
    super(KeptRunImportEvent.type, upward);
    this.file = file;
  }
}

/** The visitor looks back at a step of the run's training, or at the present again. */
export class LookBackEvent extends Event {
  static readonly type = 'lab-look-back';
  readonly step?: number;

  constructor(step: number | undefined) {
    super(LookBackEvent.type, upward);
    this.step = step;
  }
}

/** The visitor wants the state that is looked back at trained on, as a new run. */
export class BranchEvent extends Event {
  static readonly type = 'lab-branch';

  constructor() {
    super(BranchEvent.type, upward);
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-device-open': DeviceRequestEvent;
    'lab-device': DeviceChoiceEvent;
    'lab-offline': OfflineRequestEvent;
    'lab-kept-run': KeptRunEvent;
    'lab-kept-run-rename': KeptRunRenameEvent;
    'lab-kept-run-import': KeptRunImportEvent;
    'lab-look-back': LookBackEvent;
    'lab-branch': BranchEvent;
    'lab-digit-network': DigitNetworkEvent;
    'lab-digit-settings': DigitSettingsEvent;
    'lab-work': WorkEvent;
    'lab-place': PlacePickEvent;
    'lab-symbol': SymbolPointEvent;
    'lab-digit-draw': DigitDrawEvent;
    'lab-digit-pick': DigitPickEvent;
    'lab-pixel': PixelPointEvent;
    'lab-neuron': NeuronPickEvent;
    'lab-weights': WeightChangeEvent;
    'lab-view': ViewChangeEvent;
    'lab-theme': ThemeChangeEvent;
    'lab-run': RunActionEvent;
    'lab-settings': SettingsChangeEvent;
    'lab-model': ModelChangeEvent;
    'lab-model-save': ModelSaveEvent;
    'lab-model-open': ModelOpenEvent;
    'lab-export': ExportEvent;
    'lab-focus': FocusChangeEvent;
    'lab-cell': CellChooseEvent;
    'lab-prompt': PromptChangeEvent;
    'lab-orientation': OrientationChangeEvent;
    'lab-kernel': KernelRequestEvent;
    'lab-diagnostics': DiagnosticsRequestEvent;
    'lab-licences': LicencesRequestEvent;
    'lab-stage-touch': StageTouchEvent;
    'lab-seek': SeekEvent;
    'lab-chapter': ChapterChangeEvent;
    'lab-note-add': NoteAddEvent;
    'lab-note-remove': NoteRemoveEvent;
    'lab-notes-export': NotesExportEvent;
    'lab-notes-import': NotesImportEvent;
  }
}
