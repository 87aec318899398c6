/** Range of a numeric setting, with the reason for the limit. */
export interface SettingLimit {
  readonly min: number;
  readonly max: number;
  readonly isInteger?: boolean;
  readonly reason?: string;
}
