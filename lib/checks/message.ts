import type { FieldPath, Manifest } from '../manifests/manifest';
import type { ManifestIndex } from '../manifests/manifest-index';

/** How bad it is: an Error breaks traffic or is refused; a Warning probably is no intention; an Info is worth knowing. */
export type Level = 'Error' | 'Warning' | 'Info';

/** An entry of the catalogue. */
export interface MessageType {
  /** `IST` and four digits: Istio's own where it has one, from IST9001 on where only this library looks. */
  readonly code: string;
  /** As Istio's documentation calls it. */
  readonly name: string;
  readonly level: Level;
  /** When it is reported, for the documentation. */
  readonly summary: string;
  /**
   * Codes of Istio under which other rules say the same: of one field, it is said once.
   *
   * @default - none
   */
  readonly givesWayTo?: readonly string[];
  /** What is said on an object, by cause. */
  readonly texts?: Readonly<Record<string, (...values: never[]) => string>>;
}

/** Something a rule found. */
export interface Finding {
  readonly type: MessageType;
  readonly object: Manifest;
  /** The field that is to blame; the whole object where none is. */
  readonly field?: FieldPath;
  /** What is wrong, with the value, and what to do. */
  readonly text: string;
}

/** One kind of mistake, and how to find it: a pure function that neither changes nor prints anything. */
export interface Rule {
  /** As its file is called. */
  readonly name: string;
  /** All that it may report. */
  readonly reports: readonly MessageType[];
  check(index: ManifestIndex): Iterable<Finding>;
}
