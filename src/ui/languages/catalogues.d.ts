// What scripts/languages/catalogue-plugin.ts makes of a catalogue.

declare module '*.po' {
  export const templates: import('@lit/localize').LocaleModule['templates'];
  export const direction: 'ltr' | 'rtl';
}

declare module '*.po?pseudo' {
  export const templates: import('@lit/localize').LocaleModule['templates'];
  export const direction: 'ltr' | 'rtl';
}
