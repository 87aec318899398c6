// Device settings: offline use, installation, training in a hidden tab, screen wake lock, keys, theme, language.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { StorageProblem } from '../../../../shared/idb/storage-problem.ts';
import {
  DeviceSettingsEvent,
  LanguageChangeEvent,
  OfflineActionEvent,
  ThemeChangeEvent,
} from '../../../events/index.ts';
import { formatBytes } from '../../../format/quantities.ts';
import { storageProblemText } from '../../../format/storage-problem-text.ts';
import { currentLanguage } from '../../../languages/current-language.ts';
import { LANGUAGE_ENTRIES, type Language } from '../../../languages/languages.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { dialogStyles } from '../../../styles/dialog.styles.ts';
import type { OfflineState } from '../../../types/device.ts';
import { type BackgroundMode, DEFAULT_DEVICE_SETTINGS, type DeviceSettings } from '../../../types/device.ts';
import { THEMES, type Theme } from '../../../types/page.ts';
import { characterKeysChoice } from '../keys-dialog/character-keys-choice.ts';
import { deviceDialogStyles } from './device-dialog.styles.ts';
import type { InstallPrompt } from './install-prompt.ts';
import { THEME_NAMES } from './theme-names.ts';

const HIDDEN_TAB_LABELS: Record<BackgroundMode, string> = {
  'go-on': msg('Full speed'),
  slow: msg('Reduced to about 10 % speed'),
  pause: msg('Paused until the tab is visible'),
};

/**
 * @summary A dialog with the settings of this device.
 *
 * @property offline - Files available offline, and the progress of their download.
 * @property choices - Current settings.
 * @property storageProblem - Why the browser does not store the settings.
 * @property installPrompt - The browser's prompt to install the page. Its changes are announced by `requestUpdate`.
 * @property theme - Current theme.
 * @fires lab-offline - The download for offline use is started or cancelled.
 * @fires lab-device-settings - A setting is changed.
 * @fires lab-theme - Another theme is selected.
 * @fires lab-language - Another language is selected.
 */
@customElement('lab-device-dialog')
export class DeviceDialog extends LitElement {
  static override styles = [baseStyles, dialogStyles, deviceDialogStyles];

  @property({ attribute: false }) offline: OfflineState = { hasUpdate: false, isReplaced: false };
  @property({ attribute: false }) choices: DeviceSettings = DEFAULT_DEVICE_SETTINGS;
  @property({ attribute: false }) storageProblem?: StorageProblem;
  @property({ attribute: false }) theme: Theme = 'system';
  @property({ attribute: false }) installPrompt?: InstallPrompt;

  @state() private installOutcome?: string;

  @query('dialog') private dialog!: HTMLDialogElement;

  async show(): Promise<void> {
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
  }

  protected override render() {
    return html`<dialog aria-labelledby="title">
      <div class="head">
        <h2 id="title">${msg('Device settings')}</h2>
        <button type="button" @click=${() => this.dialog.close()}>${msg('Close')}</button>
      </div>
      ${this.#offlineSection()} ${this.#installSection()} ${this.#hiddenTabSection()} ${this.#wakeLockSection()}
      ${this.#keysSection()} ${this.#themeSection()} ${this.#languageSection()}
      ${this.storageProblem ? html`<p class="problem">${msg(str`${storageProblemText(this.storageProblem)} Settings are lost when the page closes.`)}</p>` : nothing}
    </dialog>`;
  }

  #offlineSection(): TemplateResult {
    const { unavailableReason, cache: offlineCopy, download, statusMessage } = this.offline;
    if (unavailableReason) return section(msg('Offline use'), html`<p>${unavailableReason}</p>`);
    if (!offlineCopy) return section(msg('Offline use'), html`<p>${msg('Loading …')}</p>`);
    return section(
      msg('Offline use'),
      html`
        <p>
          ${msg('The lab, and the models, texts and images that you have used, work offline. The videos do not: YouTube streams them, and a timeline replaces them offline.')}
        </p>
        ${download ? this.#downloadProgress(download) : this.#offlineButton(offlineCopy)}
        <p role="status">${this.#offlineStatus()}</p>
        ${statusMessage ? html`<p class="problem" role="alert">${statusMessage}</p>` : nothing}
      `,
    );
  }

  #downloadProgress({ receivedBytes, totalBytes }: NonNullable<OfflineState['download']>): TemplateResult {
    return html`<div class="row">
      <progress max=${totalBytes} value=${receivedBytes} aria-label=${msg('Download progress')}></progress>
      <span class="numbers">${msg(str`${formatBytes(receivedBytes)} of ${formatBytes(totalBytes)}`)}</span>
      <button type="button" class="stop" @click=${() => this.#requestOffline('abort')}>${msg('Stop')}</button>
    </div>`;
  }

  #offlineButton({ missingBytes }: { missingBytes: number }): TemplateResult | typeof nothing {
    if (missingBytes === 0) return nothing;
    return html`<button type="button" class="download" @click=${() => this.#requestOffline('cache')}>
      ${msg(str`Make everything available offline (${formatBytes(missingBytes)})`)}
    </button>`;
  }

  /** Announced by screen readers; it changes only when a download starts or ends. */
  #offlineStatus(): string {
    const { cache: offlineCopy, download } = this.offline;
    if (!offlineCopy) return '';
    if (download) return msg('Downloading …');
    if (offlineCopy.missingBytes > 0)
      return msg(str`Available offline: ${formatBytes(offlineCopy.cachedBytes)}.`);
    return msg(
      str`All chapters, models, texts and images are available offline (${formatBytes(offlineCopy.cachedBytes)}).`,
    );
  }

  #installSection(): TemplateResult {
    if (this.installPrompt?.isInstalled)
      return section(msg('Installation'), html`<p role="status">${msg('The lab is installed.')}</p>`);
    if (!this.installPrompt?.isAvailable)
      return section(
        msg('Installation'),
        html`<p>${msg('If your browser can install web apps, its menu has “Install” or “Add to Home Screen”.')}</p>`,
      );
    return section(
      msg('Installation'),
      html`<p>${msg('The installed lab opens in its own window.')}</p>
        <button type="button" @click=${this.#startInstall}>${msg('Install the lab')}</button>
        <p role="status">${this.installOutcome}</p>`,
    );
  }

  readonly #startInstall = async () => {
    this.installOutcome = (await this.installPrompt?.show()) ? msg('Installing …') : msg('Not installed.');
  };

  #hiddenTabSection(): TemplateResult {
    const choice = (name: BackgroundMode) => html`<label>
      <input
        type="radio"
        name="hidden"
        value=${name}
        .checked=${this.choices.hidden === name}
        @change=${() => this.dispatchEvent(new DeviceSettingsEvent({ hidden: name }))}
      />
      ${HIDDEN_TAB_LABELS[name]}
    </label>`;
    return html`<fieldset>
      <legend>${msg('Training in a hidden tab')}</legend>
      ${choice('go-on')} ${choice('slow')} ${choice('pause')}
    </fieldset>`;
  }

  #wakeLockSection(): TemplateResult {
    const onChange = ({ target }: Event) =>
      this.dispatchEvent(new DeviceSettingsEvent({ awake: (target as HTMLInputElement).checked }));
    return html`<fieldset>
      <legend>${msg('Screen')}</legend>
      <label>
        <input type="checkbox" name="awake" .checked=${this.choices.awake} @change=${onChange} />
        ${msg('Keep the screen on while training')}
      </label>
    </fieldset>`;
  }

  #keysSection(): TemplateResult {
    return html`<fieldset>
      <legend>${msg('Keyboard')}</legend>
      ${characterKeysChoice(this.choices.characterKeys)}
    </fieldset>`;
  }

  #themeSection(): TemplateResult {
    const choice = (theme: Theme) => html`<label>
      <input
        type="radio"
        name="theme"
        value=${theme}
        .checked=${this.theme === theme}
        @change=${() => this.dispatchEvent(new ThemeChangeEvent(theme))}
      />
      ${THEME_NAMES[theme]}
    </label>`;
    return html`<fieldset>
      <legend>${msg('Theme')}</legend>
      ${THEMES.map(choice)}
    </fieldset>`;
  }

  #languageSection(): TemplateResult {
    // No radio buttons: an arrow key chooses one, and the page would load again.
    const choice = ([language, name]: [Language, string]) => html`<button
      type="button"
      lang=${language}
      aria-pressed=${currentLanguage() === language}
      @click=${() => this.dispatchEvent(new LanguageChangeEvent(language))}
    >
      ${name}
    </button>`;
    return html`<fieldset>
      <legend>${msg('Language')}</legend>
      <div class="languages">${LANGUAGE_ENTRIES.map(choice)}</div>
    </fieldset>`;
  }

  #requestOffline(action: 'cache' | 'abort'): void {
    this.dispatchEvent(new OfflineActionEvent(action));
  }
}

const section = (title: string, content: TemplateResult): TemplateResult =>
  html`<section><h3>${title}</h3>${content}</section>`;

declare global {
  interface HTMLElementTagNameMap {
    'lab-device-dialog': DeviceDialog;
  }
}
