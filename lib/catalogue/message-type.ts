import type { KialiCode } from './kiali-codes';

/** How bad it is: an Error breaks traffic or is refused; a Warning is probably not intended; an Info is worth knowing. */
export type Level = 'Error' | 'Warning' | 'Info';

/** An entry of the catalogue. */
export interface MessageType {
  /** `IST` and four digits: Istio's own where it has one, from IST9001 on where only this library looks. */
  readonly code: string;
  /** As Istio's documentation calls it. */
  readonly name: string;
  /**
   * The codes under which Kiali reports the same mistake, or a part of it.
   *
   * @default - none
   */
  readonly kiali?: readonly KialiCode[];
  readonly level: Level;
  /** When it is reported, for the documentation. */
  readonly summary: string;
  /**
   * Codes of Istio under which other rules say the same: of one field, it is said once.
   *
   * @default - none
   */
  readonly givesWayTo?: readonly string[];
  /**
   * Codes of which a finding on the same field has the same cause, although Istio reports both: texts for people say it in
   * one line.
   *
   * @default - none
   */
  readonly sameCauseAs?: readonly string[];
  /** What is said on an object, by cause. */
  readonly texts?: Readonly<Record<string, (...values: never[]) => string>>;
}
