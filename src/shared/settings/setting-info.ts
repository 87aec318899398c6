// The explanation of a setting or of one of its values, as the form of the page and `lab settings` show it.

export interface SettingInfo {
  readonly label: string;
  readonly help: string;
}
